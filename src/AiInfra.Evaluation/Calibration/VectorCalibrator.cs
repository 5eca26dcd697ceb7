using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Vector scaling (Guo 2017): shares of e^(scale × log p + shift), a scale and a shift for each class, fitted by maximum likelihood. Corrects what one temperature cannot, such as a class that is always over-predicted; needs more rows. The most probable class may change.</summary>
public sealed record VectorCalibrator : Calibrator
{
    /// <summary>Creates a calibrator.</summary>
    /// <param name="scale">Scale of the logarithm of each class's probability.</param>
    /// <param name="shift">Shift of each class.</param>
    /// <exception cref="CalibrationException">Lengths differ, there are fewer than two classes, or a number is not finite.</exception>
    public VectorCalibrator(IReadOnlyList<double> scale, IReadOnlyList<double> shift)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(shift);
        (Scale, Shift) = ([.. scale], [.. shift]);
        Check();
    }

    /// <summary>Scale of the logarithm of each class's probability.</summary>
    public IReadOnlyList<double> Scale { get; }

    /// <summary>Shift of each class; they sum to 0.</summary>
    public IReadOnlyList<double> Shift { get; }

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public override int Classes => Scale.Count;

    /// <summary>Fits scales and shifts.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="probabilities">[row, class], row by row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <param name="ridge">Pull of scales towards 1 and shifts towards 0, in rows' weight: keeps classes that separate fully, or hardly occur, from running away.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static VectorCalibrator Fit(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default, double ridge = 1e-3)
    {
        FittingRows.Check(truth, probabilities, classes, weights);
        if (!(ridge >= 0) || double.IsInfinity(ridge))
        {
            throw new ArgumentOutOfRangeException(nameof(ridge), ridge, "The ridge is a finite number, zero or more.");
        }

        int[] labels = truth.ToArray();
        double[] used = weights.ToArray(), logs = new double[probabilities.Length];
        double total = 0;
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = LogOf(probabilities[i]);
        }

        for (int i = 0; i < labels.Length; i++)
        {
            total += FittingRows.Weight(used, i);
        }

        var start = new double[2 * classes];
        start.AsSpan(0, classes).Fill(1);
        double[] fitted = LimitedMemoryBfgs.Minimise(start, (x, gradient) => Loss(labels, logs, used, classes, ridge, total, x, gradient));
        double mean = fitted.AsSpan(classes).ToArray().Average();
        return new(fitted[..classes], [.. fitted[classes..].Select(s => s - mean)]) { Rows = FittingRows.Count(labels.Length, used) };
    }

    /// <inheritdoc />
    public bool Equals(VectorCalibrator? other) => other is not null && Rows == other.Rows && Scale.SequenceEqual(other.Scale) && Shift.SequenceEqual(other.Shift);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Rows, Scale.Count, Scale[0], Shift[0]);

    internal override void Row(ReadOnlySpan<double> probabilities, Span<double> calibrated)
    {
        for (int k = 0; k < probabilities.Length; k++)
        {
            calibrated[k] = (Scale[k] * LogOf(probabilities[k])) + Shift[k];
        }

        Softmax(calibrated);
    }

    internal override OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue probabilities, int classes) => graph.Softmax(
        graph.Add(graph.Mul(LogOf(graph, probabilities), graph.Initializer("scale", Scale.ToArray(), 1, classes)), graph.Initializer("shift", Shift.ToArray(), 1, classes)),
        1);

    internal override void Check()
    {
        if (Scale is null || Shift is null || Scale.Count < 2 || Scale.Count != Shift.Count)
        {
            throw new CalibrationException($"A vector calibrator has a scale and a shift for each of two classes or more; there are {Scale?.Count ?? 0} and {Shift?.Count ?? 0}. Fit it again.");
        }

        CheckFinite([.. Scale], "scale");
        CheckFinite([.. Shift], "shift");
    }

    // Mean negative log likelihood and its gradient; scales first, then shifts.
    private static double Loss(int[] truth, double[] logs, double[] weights, int classes, double ridge, double total, ReadOnlySpan<double> x, Span<double> gradient)
    {
        gradient.Clear();
        double loss = 0;
        Span<double> shares = classes <= 256 ? stackalloc double[classes] : new double[classes];
        for (int i = 0; i < truth.Length; i++)
        {
            ReadOnlySpan<double> row = logs.AsSpan(i * classes, classes);
            for (int k = 0; k < classes; k++)
            {
                shares[k] = (x[k] * row[k]) + x[classes + k];
            }

            double top = shares[0], own = shares[truth[i]], sum = 0;
            foreach (double share in shares)
            {
                top = Math.Max(top, share);
            }

            foreach (double share in shares)
            {
                sum += Math.Exp(share - top);
            }

            double weight = FittingRows.Weight(weights, i);
            loss += weight * (top + Math.Log(sum) - own);
            for (int k = 0; k < classes; k++)
            {
                double miss = weight * ((Math.Exp(shares[k] - top) / sum) - (k == truth[i] ? 1 : 0));
                gradient[k] += miss * row[k];
                gradient[classes + k] += miss;
            }
        }

        for (int j = 0; j < x.Length; j++)
        {
            double from = x[j] - (j < classes ? 1 : 0);
            loss += ridge * from * from / 2;
            gradient[j] = (gradient[j] + (ridge * from)) / total;
        }

        return loss / total;
    }

    /// <inheritdoc />
    public override string ToString() => $"VectorCalibrator {{ Scale = {Shown.List(Scale)}, Shift = {Shown.List(Shift)} }}";
}
