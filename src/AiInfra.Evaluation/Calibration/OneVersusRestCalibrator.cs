using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Two-class calibrators for many classes (Zadrozny and Elkan 2002): each class against the rest, then each row scaled to sum to 1; a row of zeros becomes equal shares.</summary>
public sealed record OneVersusRestCalibrator : Calibrator
{
    /// <summary>Creates a calibrator.</summary>
    /// <param name="parts">A two-class calibrator for each class, in the order of the label set.</param>
    /// <exception cref="CalibrationException">There are fewer than two, or one is not of two classes.</exception>
    public OneVersusRestCalibrator(IReadOnlyList<Calibrator> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Parts = [.. parts];
        Check();
    }

    /// <summary>A two-class calibrator for each class.</summary>
    public IReadOnlyList<Calibrator> Parts { get; }

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public override int Classes => Parts.Count;

    /// <summary>Fits isotonic regression to each class.</summary>
    /// <param name="truth">True classes; each must occur.</param>
    /// <param name="probabilities">[row, class], row by row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class does not occur, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static OneVersusRestCalibrator FitIsotonic(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default) =>
        Fit(truth, probabilities, classes, weights, (t, p, w) => IsotonicCalibrator.Fit(t, p, w));

    /// <summary>Fits Platt scaling to each class; parameters as for <see cref="FitIsotonic"/>.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class does not occur, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static OneVersusRestCalibrator FitPlatt(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default) =>
        Fit(truth, probabilities, classes, weights, (t, p, w) => PlattCalibrator.Fit(t, p, w));

    /// <inheritdoc />
    public bool Equals(OneVersusRestCalibrator? other) => other is not null && Rows == other.Rows && Parts.SequenceEqual(other.Parts);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Rows, Parts.Count, Parts[0]);

    internal override void Row(ReadOnlySpan<double> probabilities, Span<double> calibrated)
    {
        Span<double> both = stackalloc double[2];
        double sum = 0;
        for (int k = 0; k < probabilities.Length; k++)
        {
            (both[0], both[1]) = (1 - probabilities[k], probabilities[k]);
            Parts[k].Row(both, both);
            calibrated[k] = both[1];
            sum += both[1];
        }

        for (int k = 0; k < calibrated.Length; k++)
        {
            calibrated[k] = sum > 0 ? calibrated[k] / sum : 1.0 / calibrated.Length;
        }
    }

    internal override OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue probabilities, int classes)
    {
        OnnxValue one = graph.Constant(1.0, "one");
        var columns = new OnnxValue[classes];
        for (int k = 0; k < classes; k++)
        {
            OnnxValue p = graph.Slice(probabilities, k, k + 1, 1);
            columns[k] = graph.Slice(Parts[k].AppendTo(graph, graph.Concat([graph.Sub(one, p), p], 1), 2), 1, 2, 1);
        }

        OnnxValue all = graph.Concat(columns, 1), sum = graph.ReduceSum(all, [1]);
        OnnxValue some = graph.Greater(sum, graph.Constant(0.0, "zero"));
        return graph.Where(some, graph.Div(all, graph.Where(some, sum, one)), graph.Constant(1.0 / classes, "equal"));
    }

    internal override void Check()
    {
        if (Parts is null || Parts.Count < 2)
        {
            throw new CalibrationException($"A calibrator of each class against the rest has two parts or more; there are {Parts?.Count ?? 0}. Fit it again.");
        }

        foreach (Calibrator part in Parts)
        {
            if (part is not (PlattCalibrator or IsotonicCalibrator))
            {
                throw new CalibrationException($"A part of a calibrator of each class against the rest is Platt's or isotonic; there is {part?.GetType().Name ?? "null"}. Fit it again.");
            }

            part.Check();
        }
    }

    private delegate Calibrator PartFit(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights);

    private static OneVersusRestCalibrator Fit(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights, PartFit fit)
    {
        FittingRows.Check(truth, probabilities, classes, weights);
        var parts = new Calibrator[classes];
        var happened = new bool[truth.Length];
        var own = new double[truth.Length];
        for (int k = 0; k < classes; k++)
        {
            for (int i = 0; i < truth.Length; i++)
            {
                (happened[i], own[i]) = (truth[i] == k, probabilities[(i * classes) + k]);
            }

            if (!happened.Contains(true))
            {
                throw new ArgumentException($"Class {k} does not occur; each class needs rows to be calibrated on.", nameof(truth));
            }

            parts[k] = fit(happened, own, weights);
        }

        return new(parts) { Rows = FittingRows.Count(truth.Length, weights) };
    }

    /// <inheritdoc />
    public override string ToString() => $"OneVersusRestCalibrator {{ Parts = {Shown.List(Parts)} }}";
}
