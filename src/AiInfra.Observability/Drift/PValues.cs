namespace AiInfra.Observability.Drift;

/// <summary>Corrects p-values of many tests.</summary>
internal static class PValues
{
    public static double[] Adjust(IReadOnlyList<double> pValues, Correction correction) => correction switch
    {
        Correction.Holm => Holm(pValues),
        Correction.BenjaminiHochberg => BenjaminiHochberg(pValues),
        _ => [.. pValues],
    };

    private static double[] Holm(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        double largest = 0;
        int left = pValues.Count;
        foreach (int i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
        {
            largest = Math.Max(largest, Math.Min(1, pValues[i] * left--));
            adjusted[i] = largest;
        }

        return adjusted;
    }

    private static double[] BenjaminiHochberg(IReadOnlyList<double> pValues)
    {
        var adjusted = new double[pValues.Count];
        double smallest = 1;
        int rank = pValues.Count;
        foreach (int i in Enumerable.Range(0, pValues.Count).OrderByDescending(i => pValues[i]))
        {
            smallest = Math.Min(smallest, pValues[i] * pValues.Count / rank--);
            adjusted[i] = smallest;
        }

        return adjusted;
    }
}
