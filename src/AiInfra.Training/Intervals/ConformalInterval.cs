using AiInfra.Onnx;

namespace AiInfra.Training.Intervals;

/// <summary>
/// How far the truth lies from a prediction: <c>[value - Below × spread, value + Above × spread]</c> holds the truth of a new row with at least the stated probability, whatever the model,
/// as long as the rows it was calibrated on and the new one could have come in any order (split conformal prediction: Papadopoulos et al. 2002, Lei et al. 2018).
/// </summary>
/// <param name="Coverage">The stated probability, between 0 and 1.</param>
/// <param name="Below">How far the interval reaches below the prediction, in spreads; in the target's unit where there is no spread. Negative where the model predicts too low.</param>
/// <param name="Above">How far it reaches above.</param>
/// <param name="Rows">Rows it was calibrated on.</param>
public sealed record ConformalInterval(double Coverage, double Below, double Above, int Rows)
{
    /// <summary>The metadata under which a model keeps its interval, as JSON.</summary>
    public const string MetadataKey = "aiinfra.interval";

    /// <summary>Calibrates on rows that the model has not learned from: the ends are the ⌈(n + 1) × coverage⌉-th smallest errors of n rows.</summary>
    /// <param name="truths">What was true of each row.</param>
    /// <param name="predicted">What the model predicts of it.</param>
    /// <param name="coverage">The probability asked for, between 0 and 1.</param>
    /// <param name="sidesAlike">Whether both ends are equally far. Otherwise each end alone misses (1 - coverage) / 2, which suits crooked errors and needs twice the rows.</param>
    /// <param name="spreads">How far off the model is expected to be on each row, above zero; the interval is then wider where that is more. Empty takes 1.</param>
    /// <exception cref="IntervalException">There are too few rows for the coverage.</exception>
    /// <exception cref="ArgumentException">The lengths differ, a number is not finite, or a spread is not above zero; the message names the row.</exception>
    public static ConformalInterval Fit(
        ReadOnlySpan<double> truths, ReadOnlySpan<double> predicted, double coverage = 0.9, bool sidesAlike = true, ReadOnlySpan<double> spreads = default)
    {
        int least = LeastRows(coverage, sidesAlike);
        if (truths.Length != predicted.Length || (!spreads.IsEmpty && spreads.Length != truths.Length))
        {
            throw new ArgumentException($"There are {truths.Length} truths, {predicted.Length} predictions and {spreads.Length} spreads; of each row there is one.", nameof(predicted));
        }

        if (truths.Length < least)
        {
            throw new IntervalException($"An interval that holds {coverage:P1} needs {least} rows to be calibrated on, there are {truths.Length}. Give more rows, a larger share of them, or ask for less coverage.");
        }

        var above = new double[truths.Length];
        for (int i = 0; i < above.Length; i++)
        {
            double spread = spreads.IsEmpty ? 1 : spreads[i];
            above[i] = (truths[i] - predicted[i]) / spread;
            if (!double.IsFinite(above[i]) || !(spread > 0))
            {
                throw new ArgumentException($"Row {i} has the truth {truths[i]}, the prediction {predicted[i]} and the spread {spread}; finite numbers and a spread above zero are needed.", nameof(truths));
            }
        }

        if (sidesAlike)
        {
            double far = Smallest(Array.ConvertAll(above, Math.Abs), coverage);
            return new(coverage, far, far, above.Length);
        }

        double side = 1 - ((1 - coverage) / 2);
        return new(coverage, Smallest(Array.ConvertAll(above, e => -e), side), Smallest(above, side), above.Length);
    }

    /// <summary>The fewest rows from which an interval of a coverage can be calibrated: 9 for 90 %, 19 for 95 %, about twice as many where the sides are not alike.</summary>
    /// <param name="coverage">Between 0 and 1.</param>
    /// <param name="sidesAlike">Whether both ends are equally far.</param>
    public static int LeastRows(double coverage, bool sidesAlike = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(coverage, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(coverage, 1);
        double share = sidesAlike ? coverage : 1 - ((1 - coverage) / 2);
        return (int)Math.Min(int.MaxValue, Math.Ceiling((share / (1 - share)) - 1e-6));
    }

    /// <summary>The interval of a prediction.</summary>
    /// <param name="value">The prediction.</param>
    /// <param name="spread">How far off it is expected to be, above zero; 1 where no spread was calibrated.</param>
    /// <exception cref="ArgumentOutOfRangeException">The spread is not above zero.</exception>
    public (double Lower, double Upper) Around(double value, double spread = 1) => spread > 0
        ? (value - (Below * spread), value + (Above * spread))
        : throw new ArgumentOutOfRangeException(nameof(spread), spread, "A spread is above zero; of zero or less there is no interval.");

    /// <summary>A model that answers <c>lower</c> and <c>upper</c> beside <c>value</c>, double and of its shape; the given one stays as it is.</summary>
    /// <param name="model">A regression of operator set 13 to 21, that of which the predictions came.</param>
    /// <exception cref="IntervalException">It has an interval already.</exception>
    /// <exception cref="TrainingException">It answers no number <c>value</c>.</exception>
    /// <exception cref="OnnxFormatException">It breaks a rule of the format.</exception>
    public OnnxModel AppendTo(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return IntervalGraph.Append(model, this, null, 1);
    }

    /// <summary>The interval that a model carries; null where it carries none.</summary>
    /// <exception cref="IntervalException">What it carries is no interval.</exception>
    public static ConformalInterval? Read(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Metadata.TryGetValue(MetadataKey, out string? json) ? IntervalJson.Read(json) : null;
    }

    /// <summary>The error that a new one stays below or at with this probability, or more.</summary>
    private static double Smallest(double[] errors, double share)
    {
        Array.Sort(errors);
        return errors[Place(errors.Length, share) - 1];
    }

    // A hair less, so that 0.9 x 10 is 9 and not the next whole number.
    private static int Place(int rows, double share) => Math.Max(1, (int)Math.Ceiling(((rows + 1.0) * share) - 1e-9));
}
