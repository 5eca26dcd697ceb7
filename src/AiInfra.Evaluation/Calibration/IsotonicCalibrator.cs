using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Isotonic regression of two classes (Zadrozny and Elkan 2002): the rising step function nearest to the outcomes, found by pooling adjacent violators, drawn as straight lines between its knots and level beyond them. Needs more rows than Platt's (about 1,000) and makes ties.</summary>
public sealed record IsotonicCalibrator : Calibrator
{
    /// <summary>Creates a calibrator from knots.</summary>
    /// <param name="from">Probabilities before, rising.</param>
    /// <param name="to">Probabilities after, not falling.</param>
    /// <exception cref="CalibrationException">There is no knot, lengths differ, or the knots do not rise.</exception>
    public IsotonicCalibrator(IReadOnlyList<double> from, IReadOnlyList<double> to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        (From, To) = ([.. from], [.. to]);
        Check();
    }

    /// <summary>Probabilities before, rising.</summary>
    public IReadOnlyList<double> From { get; }

    /// <summary>Probabilities after, not falling.</summary>
    public IReadOnlyList<double> To { get; }

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public override int Classes => 2;

    /// <summary>Fits the knots.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="probabilities">Probability of being positive.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or of one class, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static IsotonicCalibrator Fit(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        FittingRows.Check(truth, probabilities, weights);
        var y = new double[truth.Length];
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = truth[i] ? 1 : 0;
        }

        (double[] x, double[] fitted) = IsotonicRegression.Fit(probabilities, y, weights);
        var keep = Enumerable.Range(0, x.Length).Where(i => i == 0 || i == x.Length - 1 || fitted[i] != fitted[i - 1] || fitted[i] != fitted[i + 1]).ToArray();
        return new([.. keep.Select(i => x[i])], [.. keep.Select(i => fitted[i])]) { Rows = FittingRows.Count(truth.Length, weights) };
    }

    /// <inheritdoc />
    public bool Equals(IsotonicCalibrator? other) => other is not null && Rows == other.Rows && From.SequenceEqual(other.From) && To.SequenceEqual(other.To);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Rows, From.Count, From[0], To[^1]);

    internal override void Row(ReadOnlySpan<double> probabilities, Span<double> calibrated)
    {
        double p = At(probabilities[1]);
        (calibrated[0], calibrated[1]) = (1 - p, p);
    }

    internal double At(double probability)
    {
        int above = 0, count = From.Count;
        for (int step = count; step > 0;)
        {
            int half = step / 2;
            if (From[above + half] < probability)
            {
                above += half + 1;
                step -= half + 1;
            }
            else
            {
                step = half;
            }
        }

        if (above == 0 || above == count)
        {
            return To[above == 0 ? 0 : count - 1];
        }

        double share = (probability - From[above - 1]) / (From[above] - From[above - 1]);
        return To[above - 1] + (share * (To[above] - To[above - 1]));
    }

    // How many knots lie below tells the piece; piece 0 and the last are level.
    internal override OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue probabilities, int classes)
    {
        OnnxValue second = graph.Slice(probabilities, 1, 2, 1);
        int count = From.Count;
        OnnxValue below = graph.Greater(second, graph.Initializer("knots", From.ToArray(), 1, count));
        OnnxValue piece = graph.ReduceSum(graph.Cast(below, OnnxElementType.Int64), [1]);
        double[] starts = [From[0], .. From], values = [To[0], .. To], slopes = new double[count + 1];
        for (int i = 1; i < count; i++)
        {
            slopes[i] = (To[i] - To[i - 1]) / (From[i] - From[i - 1]);
        }

        OnnxValue start = graph.Gather(graph.Initializer("starts", starts), piece), value = graph.Gather(graph.Initializer("values", values), piece), slope = graph.Gather(graph.Initializer("slopes", slopes), piece);
        OnnxValue p = graph.Add(value, graph.Mul(slope, graph.Sub(second, start)));
        p = graph.Min(graph.Max(p, graph.Constant(0.0, "zero")), graph.Constant(1.0, "one"));
        return graph.Concat([graph.Sub(graph.Constant(1.0, "one"), p), p], 1);
    }

    internal override void Check()
    {
        if (From is null || To is null || From.Count == 0 || From.Count != To.Count)
        {
            throw new CalibrationException($"An isotonic calibrator has as many knots before as after, one or more; there are {From?.Count ?? 0} and {To?.Count ?? 0}. Fit it again.");
        }

        CheckFinite([.. From], "from");
        CheckFinite([.. To], "to");
        for (int i = 0; i < From.Count; i++)
        {
            if (To[i] is < 0 or > 1 || (i > 0 && (From[i] <= From[i - 1] || To[i] < To[i - 1])))
            {
                throw new CalibrationException($"Knot {i} of the isotonic calibrator is ({From[i]}, {To[i]}){(i > 0 ? $" after ({From[i - 1]}, {To[i - 1]})" : "")}; knots rise, and go to probabilities. Fit it again.");
            }
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"IsotonicCalibrator {{ From = {Shown.List(From)}, To = {Shown.List(To)} }}";
}
