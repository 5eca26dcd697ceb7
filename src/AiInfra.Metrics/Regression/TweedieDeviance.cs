using System.Globalization;

namespace AiInfra.Metrics.Regression;

/// <summary>Mean deviance of a Tweedie distribution (Jørgensen 1987): power 0 is the squared error, 1 Poisson's, 2 gamma's, 3 the inverse Gaussian's. Powers between 0 and 1 have no distribution.</summary>
/// <remarks>Power below 0: predictions above 0. From 1 to below 2: truth zero or more, predictions above 0. From 2: both above 0.</remarks>
public sealed class TweedieDeviance : ValueMeanMetric
{
    // Nearer than this the terms of the series fall fast, whatever the power.
    private const double Near = 0.01;
    private readonly double _power;

    /// <summary>Creates the metric.</summary>
    /// <param name="power">How the variance grows with the mean.</param>
    public TweedieDeviance(double power = 0)
        : base("tweedieDeviance", string.Create(CultureInfo.InvariantCulture, $"power:{power}")) => _power = Checked(power);

    /// <summary>The score of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a number is outside the distribution's range or a weight negative; the message names the first index.</exception>
    public static Score Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, double power = 0, ReadOnlySpan<double> weights = default) =>
        Over(new TweedieDeviance(power), truth, predicted, weights);

    /// <summary>Poisson's deviance: for counts.</summary>
    public static TweedieDeviance Poisson() => new(1);

    /// <summary>The gamma distribution's deviance: for positive amounts.</summary>
    public static TweedieDeviance Gamma() => new(2);

    /// <inheritdoc />
    public override Metric New() => new TweedieDeviance(_power);

    internal static double Checked(double power) => double.IsFinite(power) && power is <= 0 or >= 1
        ? power
        : throw new ArgumentOutOfRangeException(nameof(power), power, "There is no Tweedie distribution of a power between 0 and 1, or that is not finite.");

    internal static (bool OfTruth, string Need)? OutOfRange(double power, double y, double f)
    {
        bool prediction = power != 0 && f <= 0;
        return prediction || (power >= 1 && y < 0) || (power >= 2 && y == 0)
            ? (!prediction, string.Create(CultureInfo.InvariantCulture, $"a Tweedie deviance of power {power} needs {(prediction || power >= 2 ? "a number above 0" : "zero or more")}."))
            : null;
    }

    internal static double Deviance(double power, double y, double f)
    {
        // A distance of y from f in parts of f.
        double off = (y - f) / f;
        double value = power switch
        {
            0 => (y - f) * (y - f),
            _ when Math.Abs(off) < Near => 2 * Math.Pow(f, 2 - power) * NearZero(off, 2 - power),
            1 => 2 * ((y == 0 ? 0 : y * Math.Log(y / f)) - y + f),
            2 => 2 * (Math.Log(f / y) + (y / f) - 1),
            _ => 2 * ((Math.Pow(Math.Max(y, 0), 2 - power) / ((1 - power) * (2 - power))) - (y * Math.Pow(f, 1 - power) / (1 - power)) + (Math.Pow(f, 2 - power) / (2 - power))),
        };
        // Below 0 by rounding alone.
        return value < 0 ? 0 : value;
    }

    // ((1 + x)^a - 1 - a x) / (a (a - 1)) as its series, which loses no digits where the difference would: x²/2 + (a - 2) x³/6 + (a - 2)(a - 3) x⁴/24 and on; a of 0 and 1 are its limits.
    private static double NearZero(double x, double a)
    {
        double term = x * x / 2, sum = term;
        for (int k = 3; Math.Abs(term) > 1e-18 * sum; k++)
        {
            term *= (a - k + 1) * x / k;
            sum += term;
        }

        return sum;
    }

    /// <inheritdoc />
    protected override (bool OfTruth, string Need)? Objection(double truth, double value) => OutOfRange(_power, truth, value);

    /// <inheritdoc />
    protected override double RowLoss(double truth, double value) => Deviance(_power, truth, value);
}
