using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Agreement;

/// <summary>Krippendorff's alpha (Content Analysis, 2004): agreement beyond chance of any number of raters, on categories, ranks or numbers; ratings may be missing.</summary>
/// <remarks>Linear in the ratings except at ratio level, which is quadratic in the distinct numbers: the squared differences of all pairs follow from sums and sums of squares, at ordinal level of the middle ranks.</remarks>
public static class KrippendorffAlpha
{
    /// <summary>The alpha of a table.</summary>
    /// <param name="ratings">The ratings. Items rated once say nothing of agreement and are left out, counted as undefined.</param>
    /// <param name="level">What differences mean. Ordinal needs numbers or labels with a scale; interval and ratio need numbers, ratio none below 0.</param>
    /// <param name="bootstrap">How to bootstrap an interval over items; null for none.</param>
    /// <returns>At most 1, 0 is chance; NaN when no item was rated twice or all such ratings are alike. The count is of items rated twice or more.</returns>
    /// <exception cref="ArgumentException">The level does not fit the ratings.</exception>
    public static Score Of(RatingTable ratings, MeasurementLevel level, BootstrapOptions? bootstrap = null) => Measure(ratings, level).With(bootstrap);

    /// <summary>The same with what it was made of, item by item: for gates, comparisons of two tables of the same items, and reports.</summary>
    /// <param name="ratings">The ratings. Items rated once say nothing of agreement and are left out, counted as undefined.</param>
    /// <param name="level">What differences mean. Ordinal needs numbers or labels with a scale; interval and ratio need numbers, ratio none below 0.</param>
    /// <exception cref="ArgumentException">The level does not fit the ratings.</exception>
    public static EvidencedScore Measure(RatingTable ratings, MeasurementLevel level)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (level is MeasurementLevel.Interval or MeasurementLevel.Ratio && !ratings.IsNumeric)
        {
            throw new ArgumentException($"The level {level} needs numbers; these ratings are labels.", nameof(level));
        }

        if (level == MeasurementLevel.Ratio && ratings.Categories > 0 && ratings.Scale[0] < 0)
        {
            throw new ArgumentException($"The ratio level has a true zero and nothing below it; there is a rating of {ratings.Scale[0]}.", nameof(level));
        }

        return AgreementScore.Measure("krippendorffAlpha", $"level:{level.ToString().ToLowerInvariant()}", ratings, new AlphaFormula(ratings, level).Of);
    }
}
