using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Classification;

/// <summary>A ratio of counts of one class against the others, averaged over the classes.</summary>
public abstract class ClassRatioMetric : LabelMetric
{
    /// <summary>Creates the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="average">How classes are averaged.</param>
    /// <param name="zeroDivision">What a class without denominator gets.</param>
    /// <param name="positive">The class of <see cref="Classification.Average.Positive"/>.</param>
    /// <param name="classes">Size of the label set; 0 averages over the classes seen.</param>
    /// <param name="options">Further options.</param>
    protected ClassRatioMetric(string name, Average average, ZeroDivision zeroDivision, int positive, int classes, string options = "")
        : base(name, true, classes, (options.Length == 0 ? "" : options + "|") + $"average:{average.ToString().ToLowerInvariant()}{(average == Average.Positive ? $"|positive:{positive}" : average == Average.Macro && classes > 0 ? $"|classes:{classes}" : "")}|zeroDivision:{zeroDivision.ToString().ToLowerInvariant()}")
    {
        if (average == Average.Samples)
        {
            throw new ArgumentException("A row has one label here; averages over rows are for several labels a row (AiInfra.Metrics.Multilabel).", nameof(average));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(positive);
        if (average == Average.Positive && classes > 0 && positive >= classes)
        {
            throw new ArgumentOutOfRangeException(nameof(positive), positive, $"The positive class is {positive}; {Guard.Range(classes)}.");
        }

        Average = average;
        ZeroDivision = zeroDivision;
        Positive = positive;
    }

    /// <summary>How classes are averaged.</summary>
    protected Average Average { get; }

    /// <summary>What a class without denominator gets.</summary>
    protected ZeroDivision ZeroDivision { get; }

    /// <summary>The positive class.</summary>
    protected int Positive { get; }

    /// <summary>Whether the ratio is a share of independent rows (of one class; micro averaged: of all rows), so that Wilson's interval holds for it.</summary>
    protected virtual bool IsProportion => true;

    /// <inheritdoc />
    public sealed override Score Result(double confidence = 0.95)
    {
        if (Count == 0)
        {
            return Scored(double.NaN);
        }

        int[] classes = Average == Average.Positive ? [Positive] : Matrix.CountedClasses();
        if (Average is Average.Micro or Average.Positive)
        {
            double above = 0, below = 0;
            foreach (int k in classes)
            {
                (double a, double b) = Of(k);
                above += a;
                below += b;
            }

            bool defined = below > 0;
            double scale = Matrix.EffectiveCount / Matrix.Total;
            return Scored(
                defined ? above / below : Fallback(),
                defined && IsProportion ? ProportionInterval.Wilson(above * scale, below * scale, confidence) : null,
                defined ? 0 : 1);
        }

        double sum = 0, total = 0;
        int undefined = 0;
        foreach (int k in classes)
        {
            (double above, double below) = Of(k);
            undefined += below > 0 ? 0 : 1;
            double ratio = below > 0 ? above / below : Fallback();
            double weight = double.IsNaN(ratio) ? 0 : Average == Average.Macro ? 1 : Matrix.TrueTotal(k);
            sum += weight > 0 ? weight * ratio : 0;
            total += weight;
        }

        return Scored(total > 0 ? sum / total : double.NaN, undefined: undefined);
    }

    /// <summary>Numerator and denominator of a class from how the class was told from the others.</summary>
    protected abstract (double Above, double Below) Ratio(in BinaryCounts counts);

    private (double Above, double Below) Of(int k)
    {
        if (k >= Matrix.Classes)
        {
            return Ratio(new BinaryCounts(0, 0, 0, Matrix.Total));
        }

        BinaryCounts counts = Matrix.CountsOf(k);
        return Ratio(counts);
    }

    private double Fallback() => ZeroDivision switch { ZeroDivision.Zero => 0, ZeroDivision.One => 1, _ => double.NaN };
}
