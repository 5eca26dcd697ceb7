namespace AiInfra.Numbers;

/// <summary>The normal distribution with mean 0 and deviation 1.</summary>
internal static class NormalLaw
{
    public const double LogRootTwoPi = 0.918938533204672741780329736406;
    private const double Whole = 8.5; // so far to both sides lies all but 2e-17, which a double can't tell from all
    private const double RootTwo = 1.41421356237309504880168872421;

    /// <summary>Share below x.</summary>
    public static double Cdf(double x) => 0.5 * Erfc(-x / RootTwo);

    /// <summary>Logarithm of the density.</summary>
    public static double LogDensity(double x) => (-0.5 * x * x) - LogRootTwoPi;

    /// <summary>Logarithm of the share below x, also far below, where the share itself is 0 (asymptotic series of Mills' ratio).</summary>
    public static double LogCdf(double x)
    {
        if (x > -8)
        {
            return Math.Log(Cdf(x));
        }

        double q = 1 / (x * x);
        return LogDensity(x) - Math.Log(-x) + Math.Log(1 - (q * (1 - (3 * q * (1 - (5 * q))))));
    }

    /// <summary>Share between two numbers, taken on the side where it loses no digits.</summary>
    public static double Mass(double from, double to) =>
        from < -Whole && to > Whole ? 1 : from > 0 ? Cdf(-from) - Cdf(-to) : Cdf(to) - Cdf(from);

    /// <summary>The number below which a share lies (Wichura 1988, algorithm AS 241, PPND16).</summary>
    public static double Quantile(double share)
    {
        double q = share - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return q
                * (((((((((((((2509.0809287301226727 * r) + 33430.575583588128105) * r) + 67265.770927008700853) * r) + 45921.953931549871457) * r) + 13731.693765509461125) * r) + 1971.5909503065514427) * r) + 133.14166789178437745) * r + 3.387132872796366608)
                / (((((((((((((5226.495278852854561 * r) + 28729.085735721942674) * r) + 39307.89580009271061) * r) + 21213.794301586595867) * r) + 5394.1960214247511077) * r) + 687.1870074920579083) * r) + 42.313330701600911252) * r + 1);
        }

        double tail = q < 0 ? share : 1 - share;
        if (tail <= 0)
        {
            return q < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        double s = Math.Sqrt(-Math.Log(tail));
        double value;
        if (s <= 5)
        {
            s -= 1.6;
            value = (((((((((((((7.7454501427834140764e-4 * s) + 0.0227238449892691845833) * s) + 0.24178072517745061177) * s) + 1.27045825245236838258) * s) + 3.64784832476320460504) * s) + 5.7694972214606914055) * s) + 4.6303378461565452959) * s + 1.42343711074968357734)
                / (((((((((((((1.05075007164441684324e-9 * s) + 5.475938084995344946e-4) * s) + 0.0151986665636164571966) * s) + 0.14810397642748007459) * s) + 0.68976733498510000455) * s) + 1.6763848301838038494) * s) + 2.05319162663775882187) * s + 1);
        }
        else
        {
            s -= 5;
            value = (((((((((((((2.01033439929228813265e-7 * s) + 2.71155556874348757815e-5) * s) + 0.0012426609473880784386) * s) + 0.026532189526576123093) * s) + 0.29656057182850489123) * s) + 1.7848265399172913358) * s) + 5.4637849111641143699) * s + 6.6579046435011037772)
                / (((((((((((((2.04426310338993978564e-15 * s) + 1.4215117583164458887e-7) * s) + 1.8463183175100546818e-5) * s) + 7.868691311456132591e-4) * s) + 0.0148753612908506148525) * s) + 0.13692988092273580531) * s) + 0.59983220655588793769) * s + 1);
        }

        return q < 0 ? -value : value;
    }

    // Complementary error function by the rational approximations of Cody 1969 ("Rational Chebyshev approximations for the error function"): relative error below 1e-15.
    private static double Erfc(double x)
    {
        double y = Math.Abs(x);
        if (y <= 0.46875)
        {
            double z = y * y;
            double p = ((((((((0.185777706184603153 * z) + 3.16112374387056560) * z) + 113.864154151050156) * z) + 377.485237685302021) * z) + 3209.37758913846947);
            double d = (((((((z + 23.6012909523441209) * z) + 244.024637934444173) * z) + 1282.61652607737228) * z) + 2844.23683343917062);
            return 1 - (x * p / d);
        }

        double result;
        if (y <= 4)
        {
            double p = 2.15311535474403846e-8;
            p = (p * y) + 0.564188496988670089;
            p = (p * y) + 8.88314979438837594;
            p = (p * y) + 66.1191906371416295;
            p = (p * y) + 298.635138197400131;
            p = (p * y) + 881.952221241769090;
            p = (p * y) + 1712.04761263407058;
            p = (p * y) + 2051.07837782607147;
            p = (p * y) + 1230.33935479799725;
            double d = y + 15.7449261107098347;
            d = (d * y) + 117.693950891312499;
            d = (d * y) + 537.181101862009858;
            d = (d * y) + 1621.38957456669019;
            d = (d * y) + 3290.79923573345963;
            d = (d * y) + 4362.61909014324716;
            d = (d * y) + 3439.36767414372164;
            d = (d * y) + 1230.33935480374942;
            result = Math.Exp(-y * y) * p / d;
        }
        else
        {
            double z = 1 / (y * y);
            double p = ((((((((((0.0163153871373020978 * z) + 0.305326634961232344) * z) + 0.360344899949804439) * z) + 0.125781726111229246) * z) + 0.0160837851487422766) * z) + 6.58749161529837803e-4);
            double d = (((((((((z + 2.56852019228982242) * z) + 1.87295284992346047) * z) + 0.527905102951428412) * z) + 0.0605183413124413191) * z) + 0.00233520497626869185);
            result = Math.Exp(-y * y) / y * ((1 / 1.77245385090551602729817) - (z * p / d));
        }

        return x < 0 ? 2 - result : result;
    }
}
