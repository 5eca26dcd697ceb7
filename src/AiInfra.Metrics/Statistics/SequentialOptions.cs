namespace AiInfra.Metrics.Statistics;

/// <summary>How a sequential test watches: valid at every row, sharpest about the number of rows it is set for.</summary>
public sealed record SequentialOptions
{
    /// <summary>Chance of a false alarm at any time, however often one looks.</summary>
    /// <value>Default 0.05.</value>
    public double Alpha { get; init; } = 0.05;

    /// <summary>Rows about which the interval is to be narrowest (of a two-sample test: rows of both sides together). The guarantee does not depend on it.</summary>
    /// <value>Default 1000.</value>
    public double ExpectedRows { get; init; } = 1000;

    /// <summary>Variance of the normal mixture over the effect, instead of <see cref="ExpectedRows"/>: in the unit of the data squared where the variance is known or two samples are compared, otherwise in squared standard deviations of the data. About the square of the effect one hopes to see.</summary>
    /// <value>Default null: chosen so that the interval is narrowest at the expected rows.</value>
    public double? TauSquared { get; init; }

    /// <summary>Rows (of a two-sample test: of each side) before the first decision. The two-sample test estimates variances and needs some; the one-sample tests do not.</summary>
    /// <value>Default 1; a two-sample test takes at least 100.</value>
    public int MinimumRows { get; init; } = 1;

    internal void Check()
    {
        if (!(Alpha > 0 && Alpha < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, "Alpha is between 0 and 1, both excluded.");
        }

        if (!(ExpectedRows >= 1) || double.IsInfinity(ExpectedRows))
        {
            throw new ArgumentOutOfRangeException(nameof(ExpectedRows), ExpectedRows, "Expected rows are a finite number, 1 or more.");
        }

        if (TauSquared is { } tau && (!(tau > 0) || double.IsInfinity(tau)))
        {
            throw new ArgumentOutOfRangeException(nameof(TauSquared), tau, "The variance of the mixture is a finite number above 0.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(MinimumRows, 1, nameof(MinimumRows));
    }

    /// <summary>Mixture variance times rows, in units of the data's variance, that makes the interval narrowest at those rows: x where x - ln(1 + x) = 2 ln(1/alpha), from the derivative of the boundary (Howard et al. 2021, section 3.5).</summary>
    internal double BestSharpness()
    {
        double target = 2 * Math.Log(1 / Alpha), low = 0, high = 10 + (2 * target);
        for (int i = 0; i < 100; i++)
        {
            double x = (low + high) / 2;
            (low, high) = x - Math.Log(1 + x) < target ? (x, high) : (low, x);
        }

        return low;
    }
}
