using AiInfra.Metrics;
using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Temperature scaling (Guo 2017): shares of e^(log p / T). One number for any count of classes, fitted by maximum likelihood; the most probable class stays the most probable.</summary>
/// <param name="Temperature">Above 1 the model was too sure, below 1 too timid.</param>
public sealed record TemperatureCalibrator(double Temperature) : Calibrator
{
    /// <summary>The sharpest and the flattest temperature that fitting answers; a model that is right on every row would want 0.</summary>
    private const double Sharpest = 0.01, Flattest = 1000;

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public override int Classes => 0;

    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public override bool KeepsDecision => true;

    /// <summary>Fits the temperature.</summary>
    /// <param name="truth">True classes.</param>
    /// <param name="probabilities">[row, class], row by row.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1], a row does not sum to 1, a class is outside the set or a weight negative; the message names the first index.</exception>
    public static TemperatureCalibrator Fit(ReadOnlySpan<int> truth, ReadOnlySpan<double> probabilities, int classes, ReadOnlySpan<double> weights = default)
    {
        FittingRows.Check(truth, probabilities, classes, weights);
        var logs = new double[probabilities.Length];
        for (int i = 0; i < logs.Length; i++)
        {
            logs[i] = LogOf(probabilities[i]);
        }

        // The likelihood is convex in 1 / T: its slope rises, and is zero once. Newton's step where it stays inside, else halving.
        double low = 1 / Flattest, high = 1 / Sharpest, at = 1;
        double slopeLow = Slope(truth, logs, classes, weights, low).First, slopeHigh = Slope(truth, logs, classes, weights, high).First;
        if (slopeLow >= 0 || slopeHigh <= 0)
        {
            at = slopeLow >= 0 ? low : high;
        }
        else
        {
            for (int step = 0; step < 200 && high - low > 1e-15 * high; step++)
            {
                (double first, double second) = Slope(truth, logs, classes, weights, at);
                (low, high) = first > 0 ? (low, at) : (at, high);
                double next = at - (first / second);
                next = next > low && next < high ? next : (low + high) / 2;
                if (first == 0 || Math.Abs(next - at) <= 1e-15 * at)
                {
                    break;
                }

                at = next;
            }
        }

        return new(1 / at) { Rows = FittingRows.Count(truth.Length, weights) };
    }

    /// <summary>Fits the temperature on the probabilities of the second of two classes.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static TemperatureCalibrator Fit(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, probabilities.Length, nameof(probabilities), weights);
        Guard.Probability(probabilities, nameof(probabilities));
        return Fit(FittingRows.Labels(truth), FittingRows.Both(probabilities), 2, weights);
    }

    internal override void Row(ReadOnlySpan<double> probabilities, Span<double> calibrated)
    {
        for (int k = 0; k < probabilities.Length; k++)
        {
            calibrated[k] = LogOf(probabilities[k]) / Temperature;
        }

        Softmax(calibrated);
    }

    internal override OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue probabilities, int classes) =>
        graph.Softmax(graph.Div(LogOf(graph, probabilities), graph.Constant(Temperature, "temperature")), 1);

    internal override void Check()
    {
        if (!(Temperature > 0) || double.IsInfinity(Temperature))
        {
            throw new CalibrationException($"The temperature of the calibrator is {Temperature}; a finite number above 0 is needed. Fit it again.");
        }
    }

    // First and second derivative of the negative log likelihood by 1 / T: expected log minus that of the truth, and the variance.
    private static (double First, double Second) Slope(ReadOnlySpan<int> truth, double[] logs, int classes, ReadOnlySpan<double> weights, double sharpness)
    {
        double first = 0, second = 0;
        Span<double> shares = classes <= 256 ? stackalloc double[classes] : new double[classes];
        for (int i = 0; i < truth.Length; i++)
        {
            ReadOnlySpan<double> row = logs.AsSpan(i * classes, classes);
            for (int k = 0; k < classes; k++)
            {
                shares[k] = row[k] * sharpness;
            }

            Softmax(shares);
            double mean = 0, squares = 0;
            for (int k = 0; k < classes; k++)
            {
                mean += shares[k] * row[k];
            }

            for (int k = 0; k < classes; k++)
            {
                squares += shares[k] * (row[k] - mean) * (row[k] - mean);
            }

            double weight = FittingRows.Weight(weights, i);
            first += weight * (mean - row[truth[i]]);
            second += weight * squares;
        }

        return (first, second);
    }
}
