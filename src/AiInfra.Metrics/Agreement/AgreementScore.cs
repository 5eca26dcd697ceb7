using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Makes the score of a coefficient, with an interval over items where asked.</summary>
internal static class AgreementScore
{
    public static Score Of(string name, string options, RatingTable ratings, CountedStatistic statistic, BootstrapOptions? bootstrap)
    {
        ConfidenceInterval? interval = null;
        double value;
        if (bootstrap is null)
        {
            var once = new int[ratings.Items];
            Array.Fill(once, 1);
            value = statistic(once);
        }
        else
        {
            BootstrapResult result = Bootstrap.Counted(ratings.Items, statistic, bootstrap);
            value = result.Estimate;
            interval = result.IsMostlyUndefined ? null : result.Interval;
        }

        long undefined = double.IsNaN(value) ? ratings.Items : ratings.Items - ratings.PairableItems;
        return new(name, value, ratings.PairableItems, options.Length == 0 ? $"{name}|version:1" : $"{name}|{options}|version:1")
        {
            Interval = double.IsNaN(value) ? null : interval,
            Undefined = undefined,
            HigherIsBetter = true,
        };
    }

    /// <summary>The share of pairs of ratings of an item that agree; NaN with fewer than two.</summary>
    public static double PairsThatAgree(ReadOnlySpan<int> codes, Span<double> room)
    {
        double pairs = 0;
        foreach (int code in codes)
        {
            pairs += 2 * room[code]++;
        }

        foreach (int code in codes)
        {
            room[code] = 0;
        }

        return pairs / (codes.Length * (codes.Length - 1.0));
    }

    /// <summary>The mean share of agreeing pairs over items with two ratings or more; NaN without such an item.</summary>
    public static double MeanPairs(RatingTable ratings, ReadOnlySpan<int> counts)
    {
        var room = new double[ratings.Categories];
        double sum = 0, items = 0;
        for (int item = 0; item < counts.Length; item++)
        {
            ReadOnlySpan<int> codes = ratings.Of(item);
            if (counts[item] > 0 && codes.Length >= 2)
            {
                sum += counts[item] * PairsThatAgree(codes, room);
                items += counts[item];
            }
        }

        return items > 0 ? sum / items : double.NaN;
    }
}
