namespace AiInfra.Metrics.Statistics;

/// <summary>Corrections of p-values for many questions asked at once. Reject where the adjusted value is at most the level.</summary>
public static class PValueCorrection
{
    /// <summary>Bonferroni: every p-value times their number. <see cref="Holm"/> promises the same and rejects more; this one has simple simultaneous intervals.</summary>
    /// <returns>Adjusted p-values in the order given.</returns>
    /// <exception cref="ArgumentException">A p-value is not between 0 and 1.</exception>
    public static double[] Bonferroni(ReadOnlySpan<double> pValues)
    {
        var adjusted = new double[pValues.Length];
        foreach (int i in Order(pValues))
        {
            adjusted[i] = Math.Min(1, pValues[i] * pValues.Length);
        }

        return adjusted;
    }

    /// <summary>Holm (1979): keeps the chance of even one false rejection at the level, under any dependence.</summary>
    /// <returns>Adjusted p-values in the order given.</returns>
    /// <exception cref="ArgumentException">A p-value is not between 0 and 1.</exception>
    public static double[] Holm(ReadOnlySpan<double> pValues)
    {
        int[] order = Order(pValues);
        var adjusted = new double[pValues.Length];
        double largest = 0;
        for (int i = 0; i < order.Length; i++)
        {
            largest = Math.Max(largest, Math.Min(1, pValues[order[i]] * (order.Length - i)));
            adjusted[order[i]] = largest;
        }

        return adjusted;
    }

    /// <summary>Benjamini and Hochberg (1995): keeps the expected share of false rejections among all rejections at the level, for independent or positively dependent questions.</summary>
    /// <returns>Adjusted p-values in the order given.</returns>
    /// <exception cref="ArgumentException">A p-value is not between 0 and 1.</exception>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues) => StepUp(pValues, 1);

    /// <summary>Benjamini and Yekutieli (2001): as Benjamini and Hochberg, under any dependence, at the price of a factor of 1 + 1/2 + ... + 1/n.</summary>
    /// <returns>Adjusted p-values in the order given.</returns>
    /// <exception cref="ArgumentException">A p-value is not between 0 and 1.</exception>
    public static double[] BenjaminiYekutieli(ReadOnlySpan<double> pValues)
    {
        double harmonic = 0;
        for (int i = 1; i <= pValues.Length; i++)
        {
            harmonic += 1.0 / i;
        }

        return StepUp(pValues, harmonic);
    }

    private static double[] StepUp(ReadOnlySpan<double> pValues, double factor)
    {
        int[] order = Order(pValues);
        var adjusted = new double[pValues.Length];
        double smallest = 1;
        for (int i = order.Length - 1; i >= 0; i--)
        {
            // A share of n / n is exactly 1, so that a p-value at the level stays at it.
            smallest = Math.Min(smallest, pValues[order[i]] / ((i + 1.0) / order.Length / factor));
            adjusted[order[i]] = smallest;
        }

        return adjusted;
    }

    private static int[] Order(ReadOnlySpan<double> pValues)
    {
        var order = new int[pValues.Length];
        for (int i = 0; i < order.Length; i++)
        {
            if (!(pValues[i] >= 0 && pValues[i] <= 1))
            {
                throw new ArgumentException($"A p-value is between 0 and 1; the one at index {i} is {pValues[i]}.", nameof(pValues));
            }

            order[i] = i;
        }

        Array.Sort(pValues.ToArray(), order);
        return order;
    }
}
