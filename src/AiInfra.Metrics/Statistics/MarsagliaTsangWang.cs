namespace AiInfra.Metrics.Statistics;

/// <summary>Durbin's matrix formula for P(D &lt; x), with the scaling of Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's distribution", J. Stat. Softw. 8(18), 2003. Exact to rounding.</summary>
internal static class MarsagliaTsangWang
{
    private const double Large = 1e140;

    public static double Cumulative(int n, double x)
    {
        int k = (int)Math.Floor(n * x) + 1;
        int m = (2 * k) - 1;
        double h = k - (n * x);
        var matrix = new double[m * m];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                matrix[(i * m) + j] = i - j + 1 < 0 ? 0 : 1;
            }
        }

        for (int i = 0; i < m; i++)
        {
            matrix[i * m] -= Math.Pow(h, i + 1);
            matrix[((m - 1) * m) + i] -= Math.Pow(h, m - i);
        }

        matrix[(m - 1) * m] += (2 * h) - 1 > 0 ? Math.Pow((2 * h) - 1, m) : 0;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                for (int g = 2; g <= i - j + 1; g++)
                {
                    matrix[(i * m) + j] /= g;
                }
            }
        }

        var (power, exponent) = Power(matrix, m, n);
        double value = power[((k - 1) * m) + k - 1];
        for (int i = 1; i <= n; i++)
        {
            value = value * i / n;
            if (value < 1 / Large)
            {
                value *= Large;
                exponent--;
            }
        }

        return value * Math.Pow(Large, exponent);
    }

    private static (double[] Matrix, int Exponent) Power(double[] matrix, int m, int n)
    {
        if (n == 1)
        {
            return (matrix, 0);
        }

        var (half, exponent) = Power(matrix, m, n / 2);
        double[] result = Multiply(half, half, m);
        exponent *= 2;
        if (n % 2 == 1)
        {
            result = Multiply(matrix, result, m);
        }

        if (result[(m / 2 * m) + (m / 2)] > Large)
        {
            for (int i = 0; i < result.Length; i++)
            {
                result[i] /= Large;
            }

            exponent++;
        }

        return (result, exponent);
    }

    private static double[] Multiply(double[] a, double[] b, int m)
    {
        var product = new double[m * m];
        for (int i = 0; i < m; i++)
        {
            for (int l = 0; l < m; l++)
            {
                double factor = a[(i * m) + l];
                for (int j = 0; j < m; j++)
                {
                    product[(i * m) + j] += factor * b[(l * m) + j];
                }
            }
        }

        return product;
    }
}
