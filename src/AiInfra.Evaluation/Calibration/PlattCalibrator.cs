using AiInfra.Metrics;
using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Platt scaling (1999) of two classes: a sigmoid of a straight line over the logit of the probability (or over the probability), fitted by maximum likelihood to Platt's smoothed targets, (n₊ + 1) / (n₊ + 2) and 1 / (n₋ + 2), by Newton's method (Lin, Lin and Weng 2007).</summary>
/// <param name="Slope">Slope of the line. Below 0 the scores run the wrong way round.</param>
/// <param name="Intercept">Intercept of the line.</param>
/// <param name="Input">What the line runs over.</param>
public sealed record PlattCalibrator(double Slope, double Intercept, PlattInput Input = PlattInput.Logit) : Calibrator
{
    /// <inheritdoc />
    [System.Text.Json.Serialization.JsonIgnore]
    public override int Classes => 2;

    /// <summary>Fits slope and intercept.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="probabilities">Probability of being positive.</param>
    /// <param name="weights">How much each row counts; empty when all alike.</param>
    /// <param name="input">What the line runs over.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or of one class, a probability is outside [0, 1] or a weight negative; the message names the first index.</exception>
    public static PlattCalibrator Fit(ReadOnlySpan<bool> truth, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> weights = default, PlattInput input = PlattInput.Logit)
    {
        FittingRows.Check(truth, probabilities, weights);
        var x = new double[probabilities.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = Line(input, probabilities[i], 1 - probabilities[i]);
        }

        (double slope, double intercept) = FitLine(truth, x, weights);
        return new(slope, intercept, input) { Rows = FittingRows.Count(truth.Length, weights) };
    }

    /// <summary>Fits the sigmoid to scores on any scale, such as margins of a support vector machine: P(positive) = 1 / (1 + e^-(slope × score + intercept)).</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty or of one class, a score is not finite or a weight negative; the message names the first index.</exception>
    public static (double Slope, double Intercept) FitScores(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, scores.Length, nameof(scores), weights);
        Guard.Finite(scores, nameof(scores));
        FittingRows.CheckBoth(truth, weights);
        return FitLine(truth, scores.ToArray(), weights);
    }

    internal override void Row(ReadOnlySpan<double> probabilities, Span<double> calibrated)
    {
        double p = Sigmoid((Slope * Line(Input, probabilities[1], probabilities[0])) + Intercept);
        (calibrated[0], calibrated[1]) = (1 - p, p);
    }

    internal override OnnxValue AppendTo(OnnxGraphBuilder graph, OnnxValue probabilities, int classes)
    {
        OnnxValue second = graph.Slice(probabilities, 1, 2, 1);
        OnnxValue x = Input == PlattInput.Probability ? second : graph.Sub(LogOf(graph, second), LogOf(graph, graph.Slice(probabilities, 0, 1, 1)));
        OnnxValue p = graph.Sigmoid(graph.Add(graph.Mul(x, graph.Constant(Slope, "slope")), graph.Constant(Intercept, "intercept")));
        return graph.Concat([graph.Sub(graph.Constant(1.0, "one"), p), p], 1);
    }

    internal override void Check() => CheckFinite([Slope, Intercept], "the slope and intercept");

    private static double Line(PlattInput input, double probability, double other) => input == PlattInput.Logit ? LogOf(probability) - LogOf(other) : probability;

    private static (double Slope, double Intercept) FitLine(ReadOnlySpan<bool> truth, double[] x, ReadOnlySpan<double> weights)
    {
        double positives = 0, negatives = 0, centre = 0, scale = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double weight = FittingRows.Weight(weights, i);
            positives += truth[i] ? weight : 0;
            negatives += truth[i] ? 0 : weight;
            centre += weight * x[i];
        }

        // Centred and scaled, so that Newton's matrix is well conditioned whatever the scores' scale.
        centre /= positives + negatives;
        for (int i = 0; i < x.Length; i++)
        {
            x[i] -= centre;
            scale = weights.IsEmpty || weights[i] > 0 ? Math.Max(scale, Math.Abs(x[i])) : scale;
        }

        scale = scale > 0 ? scale : 1;
        for (int i = 0; i < x.Length; i++)
        {
            x[i] /= scale;
        }

        double high = (positives + 1) / (positives + 2), low = 1 / (negatives + 2);
        double slope = 0, intercept = Math.Log((positives + 1) / (negatives + 1));
        double loss = Loss(truth, x, weights, high, low, slope, intercept);
        for (int step = 0; step < 200; step++)
        {
            (double gs, double gi, double hss, double hsi, double hii) = Derivatives(truth, x, weights, high, low, slope, intercept);
            hss += 1e-12;
            hii += 1e-12;
            double determinant = (hss * hii) - (hsi * hsi);
            double ds = -((hii * gs) - (hsi * gi)) / determinant, di = -((hss * gi) - (hsi * gs)) / determinant;
            double length = 1, decrease = (gs * ds) + (gi * di);

            // So near that the loss no longer tells: the step is taken as it is.
            bool near = -decrease <= 1e-10 * Math.Abs(loss);
            for (; !near && length > 1e-10; length /= 2)
            {
                double tried = Loss(truth, x, weights, high, low, slope + (length * ds), intercept + (length * di));
                if (tried <= loss + (1e-4 * length * decrease))
                {
                    loss = tried;
                    break;
                }
            }

            if (length <= 1e-10)
            {
                break;
            }

            slope += length * ds;
            intercept += length * di;
            if (Math.Abs(length * ds) + Math.Abs(length * di) <= 1e-14 * (1 + Math.Abs(slope) + Math.Abs(intercept)))
            {
                break;
            }
        }

        return (slope / scale, intercept - (slope / scale * centre));
    }

    private static double Loss(ReadOnlySpan<bool> truth, double[] x, ReadOnlySpan<double> weights, double high, double low, double slope, double intercept)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double f = (slope * x[i]) + intercept, target = truth[i] ? high : low;

            // -(t log s(f) + (1 - t) log s(-f)), without overflow on either side.
            sum += FittingRows.Weight(weights, i) * (Math.Max(f, 0) - (target * f) + Math.Log(1 + Math.Exp(-Math.Abs(f))));
        }

        return sum;
    }

    private static (double Gs, double Gi, double Hss, double Hsi, double Hii) Derivatives(ReadOnlySpan<bool> truth, double[] x, ReadOnlySpan<double> weights, double high, double low, double slope, double intercept)
    {
        double gs = 0, gi = 0, hss = 0, hsi = 0, hii = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double p = Sigmoid((slope * x[i]) + intercept), weight = FittingRows.Weight(weights, i);
            double g = weight * (p - (truth[i] ? high : low)), h = weight * p * (1 - p);
            gs += g * x[i];
            gi += g;
            hss += h * x[i] * x[i];
            hsi += h * x[i];
            hii += h;
        }

        return (gs, gi, hss, hsi, hii);
    }
}
