namespace AiInfra.Metrics.Uncertainty;

/// <summary>Checked levels of quantiles: ascending, between 0 and 1.</summary>
internal static class QuantileLevels
{
    public static double[] Checked(IEnumerable<double> levels)
    {
        ArgumentNullException.ThrowIfNull(levels);
        double[] kept = [.. levels];
        if (kept.Length == 0)
        {
            throw new ArgumentException("There is no level.", nameof(levels));
        }

        for (int i = 0; i < kept.Length; i++)
        {
            if (!(kept[i] > 0 && kept[i] < 1) || (i > 0 && kept[i] <= kept[i - 1]))
            {
                throw new ArgumentException($"levels[{i}] is {kept[i]}; levels ascend between 0 and 1, both excluded.", nameof(levels));
            }
        }

        return kept;
    }

    public static void CheckCount(ReadOnlySpan<double> forecast, double[] levels, long row, string name)
    {
        if (forecast.Length != levels.Length)
        {
            throw new ArgumentException($"Row {row} has {forecast.Length} quantiles; there are {levels.Length} levels.", name);
        }
    }

    public static bool Cross(ReadOnlySpan<double> forecast)
    {
        for (int i = 1; i < forecast.Length; i++)
        {
            if (forecast[i] < forecast[i - 1])
            {
                return true;
            }
        }

        return false;
    }

    public static double PinballSum(double truth, ReadOnlySpan<double> forecast, double[] levels)
    {
        double sum = 0;
        for (int i = 0; i < levels.Length; i++)
        {
            double distance = truth - forecast[i];
            sum += distance >= 0 ? levels[i] * distance : (levels[i] - 1) * distance;
        }

        return sum;
    }
}
