namespace AiInfra.Metrics.Classification;

/// <summary>Mean recall over the classes that occur as truth. Classes of the label set that do not occur are left out and counted as undefined.</summary>
/// <param name="classes">Size of the label set; 0 lets it grow with the classes seen.</param>
/// <param name="adjusted">Whether the share that guessing would reach, one over the classes that occur, becomes 0, and 1 stays 1.</param>
public sealed class BalancedAccuracy(int classes = 0, bool adjusted = false) : LabelMetric("balancedAccuracy", true, classes, adjusted ? "adjusted:yes" : "")
{
    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a class is outside the label set or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<int> truth, ReadOnlySpan<int> predicted, int classes = 0, ReadOnlySpan<double> weights = default, bool adjusted = false) =>
        Over(new BalancedAccuracy(classes, adjusted), truth, predicted, weights);

    /// <inheritdoc />
    public override Metric New() => new BalancedAccuracy(Classes, adjusted);

    /// <inheritdoc />
    public override Score Result(double confidence = 0.95)
    {
        int[] counted = Matrix.CountedClasses();
        int[] present = Array.FindAll(counted, k => Matrix.TrueTotal(k) > 0);
        double value = present.Length == 0 ? double.NaN : present.Average(k => Matrix[k, k] / Matrix.TrueTotal(k));
        if (adjusted)
        {
            double chance = 1.0 / present.Length;
            value = present.Length == 1 ? double.NaN : (value - chance) / (1 - chance);
        }

        return Scored(value, undefined: Math.Max(counted.Length - present.Length, Count > 0 && double.IsNaN(value) ? 1 : 0));
    }
}
