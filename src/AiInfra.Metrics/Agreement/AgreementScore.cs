using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Makes the score of a coefficient, with what it was made of, or with an interval over items.</summary>
internal static class AgreementScore
{
    /// <summary>The score with what it was made of: items, which have no value by themselves.</summary>
    public static EvidencedScore Measure(string name, string options, RatingTable ratings, CountedStatistic statistic)
    {
        var once = new int[ratings.Items];
        Array.Fill(once, 1);
        double value = statistic(once);
        var score = new Score(name, value, ratings.PairableItems, MetricSignature.Of(name, options))
        {
            Undefined = double.IsNaN(value) ? ratings.Items : ratings.Items - ratings.PairableItems,
            HigherIsBetter = true,
        };
        return new(score, new Evidence("items", [.. Enumerable.Repeat(double.NaN, ratings.Items)]) { Counted = statistic }, "Raters");
    }

    /// <summary>The score, with an interval over items where asked.</summary>
    public static Score With(this EvidencedScore measured, BootstrapOptions? bootstrap)
    {
        Score score = measured.Result();
        return bootstrap is not null && score.IsDefined && Bootstrap.Counted(measured.Evidence.Count, measured.Evidence.Counted!, bootstrap) is { IsMostlyUndefined: false } drawn
            ? score with { Interval = drawn.Interval }
            : score;
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
