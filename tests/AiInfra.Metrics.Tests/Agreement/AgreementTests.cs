using AiInfra.Metrics.Agreement;
using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Agreement;

public class AgreementTests
{
    [Fact]
    public void FleissKappa_FullAgreement_IsOne() =>
        Assert.Equal(1, FleissKappa.Of(RatingTable.OfLabels([["x", "x", "x"], ["y", "y", "y"]])).Value);

    [Fact]
    public void FleissKappa_OneCategoryOnly_UndefinedNotOne() =>
        Assert.Equal((double.NaN, 2), (FleissKappa.Of(RatingTable.OfLabels([["x", "x"], ["x", "x"]])).Value, FleissKappa.Of(RatingTable.OfLabels([["x", "x"], ["x", "x"]])).Undefined));

    [Fact]
    public void FleissKappa_RatingMissing_NamesItemAndWhatToUse() =>
        Assert.Contains("Item 1 has 1 ratings, item 0 2; Fleiss' kappa needs as many of each, two or more. Use Krippendorff", Assert.Throws<ArgumentException>(() => FleissKappa.Of(RatingTable.OfLabels([["1", "2"], ["1"]]))).Message);

    [Fact]
    public void KrippendorffAlpha_ItemsRatedOnce_SayNothing()
    {
        (string, string, string)[] twice = [("r0", "a", "x"), ("r1", "a", "x"), ("r0", "b", "y"), ("r1", "b", "x")];
        Assert.Equal(Alpha(twice).Value, Alpha([.. twice, ("r0", "c", "y")]).Value);
    }

    [Theory]
    [InlineData(10, 3, 1, 0.3)]
    [InlineData(10, 3, 5, 0.9166666666666667)]
    [InlineData(5, 1, 5, 1)]
    public void PassAtK_KnownCounts_KnownValue(int samples, int correct, int k, double expected) =>
        Assert.Equal(expected, PassAtK.Of(samples, correct, k), 1e-12);

    [Fact]
    public void PassAtK_SmallChance_KeepsItsDigits() => Assert.Equal(1e-9, PassAtK.Of(1_000_000_000, 1, 1), 1e-23);

    [Fact]
    public void PassAtK_MoreDrawsThanSamples_Refused() => Assert.Equal("k", Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Of(3, 1, 5)).ParamName);

    [Fact]
    public void PassAtK_Problems_MeanWithIntervalAndSignature()
    {
        Score score = PassAtK.Of([10, 10], [3, 0], k: 1);
        Assert.Equal(0.15, score.Value, 1e-12);
        Assert.Equal((2, "passAtK|k:1|version:1"), (score.Count, score.Signature));
    }

    [Fact]
    public void PassAtK_MoreCorrectThanDrawn_NamesTheProblem() =>
        Assert.Contains("correct[1] is 4", Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Of([3, 3], [1, 4], k: 1)).Message);

    private static Score Alpha(IEnumerable<(string, string, string)> annotations) => KrippendorffAlpha.Of(RatingTable.OfAnnotations(annotations), MeasurementLevel.Nominal);
}
