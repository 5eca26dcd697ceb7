using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Slices;

/// <summary>Sums over rows of weights and of losses less the mean of all, from which means and tests follow.</summary>
internal struct LossSums
{
    public int Rows;
    public double Weight;
    public double WeightSquares;
    public double Sum;
    public double Squares;

    public readonly double Mean => Sum / Weight;

    public readonly double EffectiveCount => Weight * Weight / WeightSquares;

    /// <summary>Variance with n - 1.</summary>
    public readonly double Variance
    {
        get
        {
            double n = EffectiveCount, mean = Mean;
            return Math.Max(0, (Squares / Weight) - (mean * mean)) * n / (n - 1);
        }
    }

    public static LossSums operator +(in LossSums a, in LossSums b) => new()
    {
        Rows = a.Rows + b.Rows,
        Weight = a.Weight + b.Weight,
        WeightSquares = a.WeightSquares + b.WeightSquares,
        Sum = a.Sum + b.Sum,
        Squares = a.Squares + b.Squares,
    };

    public static LossSums operator -(in LossSums a, in LossSums b) => new()
    {
        Rows = a.Rows - b.Rows,
        Weight = a.Weight - b.Weight,
        WeightSquares = a.WeightSquares - b.WeightSquares,
        Sum = a.Sum - b.Sum,
        Squares = a.Squares - b.Squares,
    };

    public void Add(double deviation, double weight)
    {
        Rows++;
        Weight += weight;
        WeightSquares += weight * weight;
        Sum += weight * deviation;
        Squares += weight * deviation * deviation;
    }

    /// <summary>One-sided p-value of "the first is no worse than the second": Student's t on Welch's degrees of freedom, with the larger of Welch's and the pooled standard error. Welch's alone is blind where a part has no variance (all of 50 rows wrong), the pooled one too sure where losses are skewed.</summary>
    public static double PWorse(in LossSums part, in LossSums rest)
    {
        if (part.Rows < 2 || rest.Rows < 2 || !(part.Weight > 0) || !(rest.Weight > 0) || !(part.EffectiveCount > 1) || !(rest.EffectiveCount > 1))
        {
            return 1;
        }

        double n = part.EffectiveCount, m = rest.EffectiveCount;
        double a = part.Variance / n, b = rest.Variance / m;
        double pooled = (part + rest).Variance * ((1 / n) + (1 / m));
        double error = Math.Sqrt(Math.Max(a + b, pooled));
        double difference = part.Mean - rest.Mean;
        return difference > 0 && error > 0 ? StudentQuantile.PValue(difference / error, Freedom(a, n, b, m), PairedAlternative.Greater) : 1;
    }

    /// <summary>One-sided p-value of "the mean is at most this".</summary>
    public static double PAbove(in LossSums part, double level)
    {
        double error = Math.Sqrt(part.Variance / part.EffectiveCount), difference = part.Mean - level;
        return !(difference > 0) || !(part.EffectiveCount > 1) ? 1 : error > 0 ? StudentQuantile.PValue(difference / error, part.EffectiveCount - 1, PairedAlternative.Greater) : 0;
    }

    /// <summary>Welch's degrees of freedom of two variances of means.</summary>
    public static double Freedom(double a, double n, double b, double m) =>
        a + b > 0 ? (a + b) * (a + b) / ((a * a / (n - 1)) + (b * b / (m - 1))) : n + m - 2;
}
