using AiInfra.Metrics.Agreement;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Agreement;

public class RatingTableTests
{
    private const double N = double.NaN;

    // Krippendorff (2011), "Computing Krippendorff's alpha-reliability": 12 units, 4 observers.
    private static readonly double[] s_units =
    [
        1, 1, N, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 3, 4,
        4, 4, 4, 4, 1, 1, 2, 1, 2, 2, 2, 2, N, 5, 5, 5, N, N, 1, 1, N, 3, N, N,
    ];

    [Theory]
    [InlineData(MeasurementLevel.Nominal, 0.743)]
    [InlineData(MeasurementLevel.Ordinal, 0.815)]
    [InlineData(MeasurementLevel.Interval, 0.849)]
    [InlineData(MeasurementLevel.Ratio, 0.797)]
    public void KrippendorffAlpha_ItsAuthorsExample_KnownValue(MeasurementLevel level, double expected) =>
        Assert.Equal(expected, Math.Round(KrippendorffAlpha.Of(RatingTable.OfNumbers(s_units, 4), level).Value, 3));

    [Theory]
    [InlineData(MeasurementLevel.Nominal)]
    [InlineData(MeasurementLevel.Ordinal)]
    [InlineData(MeasurementLevel.Interval)]
    [InlineData(MeasurementLevel.Ratio)]
    public void KrippendorffAlpha_RandomRatings_AsTheDefinitionOverAllPairs(MeasurementLevel level)
    {
        var random = new Random(3);
        for (int trial = 0; trial < 20; trial++)
        {
            double[] ratings = [.. Enumerable.Range(0, 40).Select(_ => random.Next(4) == 0 ? N : Math.Round(random.NextDouble() * 3 * (1 + (trial % 3)), trial % 3))];
            Assert.Equal(ByDefinition(ratings, 4, level), KrippendorffAlpha.Of(RatingTable.OfNumbers(ratings, 4), level).Value, 1e-10);
        }
    }

    [Fact]
    public void KrippendorffAlpha_ShiftedNumbers_IntervalLevelDoesNotChange() =>
        Assert.Equal(
            KrippendorffAlpha.Of(RatingTable.OfNumbers(s_units, 4), MeasurementLevel.Interval).Value,
            KrippendorffAlpha.Of(RatingTable.OfNumbers([.. s_units.Select(r => r + 1e9)], 4), MeasurementLevel.Interval).Value,
            1e-9);

    [Fact]
    public void KrippendorffAlpha_Score_CountsPairableItemsAndTheRest()
    {
        Score score = KrippendorffAlpha.Of(RatingTable.OfNumbers(s_units, 4), MeasurementLevel.Ordinal);
        Assert.Equal((11, 1, "krippendorffAlpha|level:ordinal|version:1"), (score.Count, score.Undefined, score.Signature));
    }

    [Fact]
    public void KrippendorffAlpha_Bootstrapped_IntervalHoldsTheValue()
    {
        Score score = KrippendorffAlpha.Of(RatingTable.OfNumbers(s_units, 4), MeasurementLevel.Interval, new BootstrapOptions());
        Assert.True(score.Interval!.Value.Contains(score.Value) && score.Interval.Value.Low > 0.3, score.ToString());
    }

    [Fact]
    public void KrippendorffAlpha_AllAlike_UndefinedWithCount()
    {
        Score score = KrippendorffAlpha.Of(RatingTable.OfNumbers([0.1, 0.1, 0.1, 0.1], 2), MeasurementLevel.Interval, new BootstrapOptions());
        Assert.Equal((double.NaN, 2, null), (score.Value, score.Undefined, score.Interval));
    }

    [Fact]
    public void KrippendorffAlpha_AnnotationsAndTable_Agree()
    {
        var annotations = s_units.Select((r, i) => (Rater: $"r{i % 4}", Item: i / 4, Rating: r)).Where(a => !double.IsNaN(a.Rating)).Reverse().ToArray();
        double expected = KrippendorffAlpha.Of(RatingTable.OfNumbers(s_units, 4), MeasurementLevel.Nominal).Value;
        Assert.Equal(expected, KrippendorffAlpha.Of(RatingTable.OfAnnotations(annotations), MeasurementLevel.Nominal).Value, 1e-12);
        Assert.Equal(expected, KrippendorffAlpha.Of(RatingTable.OfNumberAnnotations(annotations), MeasurementLevel.Nominal).Value, 1e-12);
    }

    [Fact]
    public void KrippendorffAlpha_OrderedLabels_AsTheirRanks()
    {
        string[] scale = ["poor", "fair", "good"];
        RatingTable labels = RatingTable.OfLabels([["good", "fair"], ["poor", "poor"], ["fair", "good"], ["poor", "good"], ["fair", "fair"]], scale);
        RatingTable numbers = RatingTable.OfNumbers([3, 2, 1, 1, 2, 3, 1, 3, 2, 2], 2);
        Assert.Equal(KrippendorffAlpha.Of(numbers, MeasurementLevel.Ordinal).Value, KrippendorffAlpha.Of(labels, MeasurementLevel.Ordinal).Value, 1e-12);
    }

    [Fact]
    public void KrippendorffAlpha_LabelsAtIntervalLevel_Refused() =>
        Assert.Contains("needs numbers", Assert.Throws<ArgumentException>(() => KrippendorffAlpha.Of(RatingTable.OfLabels([["a", "b"]]), MeasurementLevel.Interval)).Message);

    [Fact]
    public void KrippendorffAlpha_NegativeAtRatioLevel_Refused() =>
        Assert.Contains("rating of -1", Assert.Throws<ArgumentException>(() => KrippendorffAlpha.Of(RatingTable.OfNumbers([-1, 2], 2), MeasurementLevel.Ratio)).Message);

    // Gwet's own program on the same units (irrCAC, cac.raw4raters).
    [Fact]
    public void GwetAc1_KrippendorffsUnits_AsGwets() => Assert.Equal(0.77544, GwetAc1.Of(RatingTable.OfNumbers(s_units, 4)).Value, 5e-6);

    [Fact]
    public void Pabak_FiveCategories_ChanceIsAFifth() => Assert.Equal(((9.0 / 11) - 0.2) / 0.8, Pabak.Of(RatingTable.OfNumbers(s_units, 4)).Value, 1e-12);

    [Fact]
    public void RawAgreement_KrippendorffsUnits_MeanShareOfAgreeingPairs() => Assert.Equal(9.0 / 11, RawAgreement.Of(RatingTable.OfNumbers(s_units, 4)).Value, 1e-12);

    [Fact]
    public void Pabak_TwoCategories_IsTwiceTheAgreementLessOne()
    {
        RatingTable table = RatingTable.OfNumbers([0, 0, 1, 0, 1, 1, 0, 0, 0, 1], 2);
        Assert.Equal((2 * RawAgreement.Of(table).Value) - 1, Pabak.Of(table).Value, 1e-12);
    }

    [Fact]
    public void GwetAc1_OneCategoryVeryFrequent_StaysHighWhereFleissCollapses()
    {
        double[] ratings = [.. Enumerable.Range(0, 100).SelectMany(i => new double[] { i == 0 ? 1 : 0, i == 1 ? 1 : 0 })];
        RatingTable table = RatingTable.OfNumbers(ratings, 2);
        Assert.True(FleissKappa.Of(table).Value < 0 && GwetAc1.Of(table).Value > 0.97);
    }

    [Fact]
    public void FleissKappa_LabelsAndNumbers_Agree() =>
        Assert.Equal(FleissKappa.Of(RatingTable.OfLabels([["1", "2", "1"], ["2", "2", "3"], ["3", "3", "3"]])).Value, FleissKappa.Of(RatingTable.OfNumbers([1, 2, 1, 2, 2, 3, 3, 3, 3], 3)).Value, 1e-12);

    [Fact]
    public void FleissKappa_RatingMissing_NamesTheItem() =>
        Assert.Contains("Item 1 has 1 ratings, item 0 2", Assert.Throws<ArgumentException>(() => FleissKappa.Of(RatingTable.OfNumbers([1, 2, N, 2], 2))).Message);

    [Fact]
    public void OfNumbers_AllMissing_AlphaIsUndefinedAndCounted()
    {
        Score score = KrippendorffAlpha.Of(RatingTable.OfNumbers([double.NaN, double.NaN, double.NaN, double.NaN], 2), MeasurementLevel.Interval);
        Assert.Equal((double.NaN, 2), (score.Value, score.Undefined));
    }

    [Fact]
    public void OfLabels_NullItem_NamesIt() => Assert.Contains("ratings[1] is null", Assert.Throws<ArgumentException>(() => RatingTable.OfLabels([["a"], null!])).Message);

    [Fact]
    public void OfAnnotations_NullLabel_NamesIt() =>
        Assert.Contains("Annotation 1 has no label", Assert.Throws<ArgumentException>(() => RatingTable.OfAnnotations<string, string>([("r", "i", "a"), ("r", "j", null!)])).Message);

    [Fact]
    public void OfNumbers_Infinite_NamesTheIndex() =>
        Assert.Contains("ratings[3] is", Assert.Throws<ArgumentException>(() => RatingTable.OfNumbers([1, 2, 3, double.PositiveInfinity], 2)).Message);

    [Fact]
    public void OfNumbers_NotOnTheScale_NamesTheIndex() =>
        Assert.Contains("ratings[1] is 2.5, which is not on the scale", Assert.Throws<ArgumentException>(() => RatingTable.OfNumbers([1, 2.5], 2, [1, 2, 3])).Message);

    [Fact]
    public void OfLabels_NotOnTheScale_NamesItemAndRating() =>
        Assert.Contains("ratings[0][1] is 'x'", Assert.Throws<ArgumentException>(() => RatingTable.OfLabels([["a", "x"]], ["a", "b"])).Message);

    // All pairs of values within units and over all, with the distance of the level written out.
    private static double ByDefinition(double[] ratings, int raters, MeasurementLevel level)
    {
        double[][] units = [.. ratings.Chunk(raters).Select(u => u.Where(r => !double.IsNaN(r)).ToArray()).Where(u => u.Length > 1)];
        double[] all = [.. units.SelectMany(u => u)];
        double Distance(double a, double b)
        {
            (double low, double high) = (Math.Min(a, b), Math.Max(a, b));
            double between = all.Count(v => v >= low && v <= high) - ((all.Count(v => v == low) + all.Count(v => v == high)) / 2.0);
            double d = level switch
            {
                MeasurementLevel.Nominal => 1,
                MeasurementLevel.Ordinal => between,
                MeasurementLevel.Interval => a - b,
                _ => (a - b) / (a + b),
            };
            return a == b ? 0 : d * d;
        }

        double observed = units.Sum(u => u.Sum(a => u.Sum(b => Distance(a, b))) / (u.Length - 1)) / all.Length;
        double expected = all.Sum(a => all.Sum(b => Distance(a, b))) / all.Length / (all.Length - 1);
        return 1 - (observed / expected);
    }
}
