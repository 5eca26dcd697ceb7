using MathNet.Numerics;

namespace AiInfra.Metrics.Statistics;

/// <summary>The two-sided one-sample Kolmogorov distribution for finite n. Which formula serves where follows Simard and L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution", J. Stat. Softw. 39(11), 2011.</summary>
internal static class KolmogorovDistribution
{
    /// <summary>P(D >= x) for n numbers.</summary>
    public static double Survival(long n, double x)
    {
        if (n <= 0 || double.IsNaN(x))
        {
            return double.NaN;
        }

        double t = n * x;
        if (x <= 0 || t <= 0.5)
        {
            return 1;
        }

        if (x >= 1)
        {
            return 0;
        }

        if (t <= 1)
        {
            // Ruben and Gambino: n!·(2x - 1/n)^n.
            return 1 - Math.Exp(SpecialFunctions.GammaLn(n + 1.0) + (n * (Math.Log((2 * t) - 1) - Math.Log(n))));
        }

        if (t >= n - 1)
        {
            return 2 * Math.Pow(1 - x, n);
        }

        double square = t * x;
        if (x >= 0.5 || square > (n <= 140 ? 4 : 2.2))
        {
            return square > 370 ? 0 : Math.Min(1, 2 * OneSided(n, x));
        }

        double below = n <= 140 || (n <= 100_000 && t * Math.Sqrt(x) <= 1.4) ? MarsagliaTsangWang.Cumulative((int)n, x) : PelzGood(n, x);
        return Math.Clamp(1 - below, 0, 1);
    }

    // Smirnov's sum for the one-sided statistic; all terms are positive, so nothing cancels. Twice it is Miller's approximation of the two-sided tail.
    private static double OneSided(long n, double x)
    {
        double sum = 0;
        double all = SpecialFunctions.GammaLn(n + 1.0);
        long last = (long)Math.Floor(n * (1 - x));
        for (long j = 0; j <= last; j++)
        {
            double right = 1 - x - (j / (double)n);
            if (right <= 0)
            {
                break;
            }

            double left = x + (j / (double)n);
            double choose = all - SpecialFunctions.GammaLn(j + 1.0) - SpecialFunctions.GammaLn(n - j + 1.0);
            sum += Math.Exp(choose + ((j - 1) * Math.Log(left)) + ((n - j) * Math.Log(right)));
        }

        return x * sum;
    }

    // Pelz and Good 1976, the limit with three correction terms.
    private static double PelzGood(long n, double x)
    {
        double z = Math.Sqrt(n) * x, z2 = z * z, z4 = z2 * z2, z6 = z4 * z2;
        double p2 = Math.PI * Math.PI, p4 = p2 * p2, p6 = p4 * p2;
        double k0 = 0, k1 = 0, k2 = 0, k3 = 0, k2b = 0, k3b = 0;
        for (int k = 20; k >= 0; k--)
        {
            double h = k + 0.5, h2 = h * h, h4 = h2 * h2, h6 = h4 * h2;
            double e = Math.Exp(-p2 * h2 / (2 * z2));
            k0 += e;
            k1 += ((p2 * h2) - z2) * e;
            k2 += ((6 * z6) + (2 * z4) + (p2 * ((2 * z4) - (5 * z2)) * h2) + (p4 * (1 - (2 * z2)) * h4)) * e;
            k3 += ((p6 * h6 * (5 - (30 * z2))) + (p4 * h4 * ((-60 * z2) + (212 * z4))) + (p2 * h2 * ((135 * z4) - (96 * z6))) - (30 * z6) - (90 * z6 * z2)) * e;
            if (k > 0)
            {
                double i2 = (double)k * k;
                double g = Math.Exp(-p2 * i2 / (2 * z2));
                k2b += p2 * i2 * g;
                k3b += ((-p4 * i2 * i2) + (3 * p2 * i2 * z2)) * g;
            }
        }

        // The sums run over all integers and are even: twice the half.
        double half = Math.Sqrt(Math.PI / 2), root = Math.Sqrt(n);
        k0 *= Math.Sqrt(2 * Math.PI) / z;
        k1 *= 2 * half / (6 * z4);
        k2 = (2 * half / (72 * z6 * z) * k2) - (2 * half / (36 * z2 * z) * k2b);
        k3 = (2 * half / (6480 * z6 * z4) * k3) + (2 * half / (216 * z6) * k3b);
        return Math.Clamp(k0 + (k1 / root) + (k2 / n) + (k3 / (n * root)), 0, 1);
    }
}
