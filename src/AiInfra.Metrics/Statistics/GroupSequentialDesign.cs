namespace AiInfra.Metrics.Statistics;

/// <summary>A test that looks a planned number of times and may stop at any of them: between a fixed number of rows and looking at every row. Needs a few per cent more rows at most than a fixed test, and about two thirds on average where the effect is there.</summary>
/// <remarks>For statistics that are normal with variance 1 and independent increments: z of means, shares, areas. Boundaries by numerical integration (Armitage, McPherson and Rowe 1969; Lan and DeMets 1983).</remarks>
public sealed class GroupSequentialDesign
{
    private readonly double[] _fractions;
    private readonly double[] _bounds;

    /// <summary>Computes the boundaries.</summary>
    /// <param name="fractions">Shares of the planned rows at which one looks, rising, the last one 1.</param>
    /// <param name="alpha">Chance of a false alarm at all looks together, two-sided.</param>
    /// <param name="boundary">How it is spent.</param>
    /// <exception cref="ArgumentException">There is no look, or the fractions do not rise to 1; the message names the first index.</exception>
    public GroupSequentialDesign(IReadOnlyList<double> fractions, double alpha = 0.05, GroupSequentialBoundary boundary = GroupSequentialBoundary.OBrienFlemingSpending)
    {
        ArgumentNullException.ThrowIfNull(fractions);
        PowerSearch.Check(alpha);
        for (int i = 0; i < fractions.Count; i++)
        {
            if (!(fractions[i] > (i == 0 ? 0 : fractions[i - 1])) || !(fractions[i] <= 1))
            {
                throw new ArgumentException($"fractions[{i}] is {fractions[i]}; looks come at rising shares above 0 and at most 1.", nameof(fractions));
            }
        }

        if (fractions.Count == 0 || fractions[^1] != 1)
        {
            throw new ArgumentException($"The last look is at 1, all planned rows; it is at {(fractions.Count == 0 ? "none" : fractions[^1])}.", nameof(fractions));
        }

        (_fractions, Alpha, Boundary) = ([.. fractions], alpha, boundary);
        _bounds = boundary switch
        {
            GroupSequentialBoundary.OBrienFleming => Scaled(f => 1 / Math.Sqrt(f)),
            GroupSequentialBoundary.Pocock => Scaled(_ => 1),
            _ => StoppingPaths.Spend(_fractions, Array.ConvertAll(_fractions, Spending)),
        };
        double[] stops = StoppingPaths.Stops(_fractions, _bounds, 0);
        double spent = 0;
        Looks = [.. _fractions.Select((f, i) => new GroupSequentialLook(f, _bounds[i], 2 * NormalTail.Upper(_bounds[i]), spent += stops[i]))];
    }

    /// <summary>Chance of a false alarm at all looks together.</summary>
    public double Alpha { get; }

    /// <summary>How it is spent.</summary>
    public GroupSequentialBoundary Boundary { get; }

    /// <summary>The looks with their boundaries.</summary>
    public IReadOnlyList<GroupSequentialLook> Looks { get; }

    /// <summary>A design of equally spaced looks.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than one or more than 200 looks.</exception>
    public static GroupSequentialDesign Equal(int looks, double alpha = 0.05, GroupSequentialBoundary boundary = GroupSequentialBoundary.OBrienFlemingSpending)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(looks, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(looks, 200);
        return new([.. Enumerable.Range(1, looks).Select(k => k == looks ? 1 : k / (double)looks)], alpha, boundary);
    }

    /// <summary>Whether to stop and reject at a look.</summary>
    /// <param name="look">The look, from 0.</param>
    /// <param name="z">The statistic there.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such look.</exception>
    public bool Rejects(int look, double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(look);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(look, _bounds.Length);
        return Math.Abs(z) >= _bounds[look];
    }

    /// <summary>The chance of rejecting at some look.</summary>
    /// <param name="drift">Mean of z at the last look: the effect over its standard error with all planned rows.</param>
    public double Power(double drift) => Math.Min(1, StoppingPaths.Stops(_fractions, _bounds, drift).Sum());

    /// <summary>The drift that is seen with this power.</summary>
    public double Drift(double power = 0.8)
    {
        PowerSearch.Check(Alpha, power);
        return PowerSearch.Rows(Power, power, 0.01);
    }

    /// <summary>The share of the planned rows that is used on average.</summary>
    public double ExpectedFraction(double drift)
    {
        double[] stops = StoppingPaths.Stops(_fractions, _bounds, drift);
        double left = 1, mean = 0;
        for (int i = 0; i < stops.Length - 1; i++)
        {
            mean += stops[i] * _fractions[i];
            left -= stops[i];
        }

        return mean + left;
    }

    /// <summary>How many times the rows of a fixed test have to be planned for the same power.</summary>
    public double Inflation(double power = 0.8)
    {
        double ratio = Drift(power) / StoppingPaths.FixedDrift(Alpha, power);
        return ratio * ratio;
    }

    // Lan and DeMets' functions for each side, added.
    private double Spending(double fraction) => Boundary == GroupSequentialBoundary.PocockSpending
        ? Alpha * Math.Log(1 + ((Math.E - 1) * fraction))
        : 4 * NormalTail.Upper(NormalTail.UpperQuantile(Alpha / 4) / Math.Sqrt(fraction));

    // The factor for which the boundary of this shape spends alpha.
    private double[] Scaled(Func<double, double> shape)
    {
        double low = 0, high = 8;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            double[] bounds = Array.ConvertAll(_fractions, f => middle * shape(f));
            (low, high) = StoppingPaths.Stops(_fractions, bounds, 0).Sum() > Alpha ? (middle, high) : (low, middle);
        }

        return Array.ConvertAll(_fractions, f => high * shape(f));
    }
}
