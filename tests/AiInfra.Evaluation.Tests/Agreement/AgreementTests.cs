using AiInfra.Evaluation.Agreement;
using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Tests.Agreement;

public class AgreementTests
{
    [Fact]
    public void FleissKappa_FullAgreement_IsOne() =>
        Assert.Equal(1, FleissKappa.Of<string>([["x", "x", "x"], ["y", "y", "y"]]));

    [Fact]
    public void FleissKappa_OneCategoryOnly_UndefinedNotOne() =>
        Assert.True(double.IsNaN(FleissKappa.Of<string>([["x", "x"], ["x", "x"]])));

    [Fact]
    public void FleissKappa_RatingMissing_NamesItemAndWhatToUse() =>
        Assert.Contains("ratings[1] has 1 ratings, ratings[0] 2; use Krippendorff", Assert.Throws<ArgumentException>(() => FleissKappa.Of<int>([[1, 2], [1]])).Message);

    [Fact]
    public void KrippendorffAlpha_ItemsRatedOnce_SayNothing()
    {
        (string, string, string)[] twice = [("r0", "a", "x"), ("r1", "a", "x"), ("r0", "b", "y"), ("r1", "b", "x")];
        Assert.Equal(KrippendorffAlpha.Nominal(twice), KrippendorffAlpha.Nominal([.. twice, ("r0", "c", "y")]));
    }

    [Theory]
    [InlineData(10, 3, 1, 0.3)]
    [InlineData(10, 3, 5, 0.9166666666666667)]
    [InlineData(5, 1, 5, 1)]
    public void PassAtK_KnownCounts_KnownValue(int samples, int correct, int k, double expected) =>
        Assert.Equal(expected, PassAtK.Of(samples, correct, k), 1e-12);

    [Fact]
    public void PassAtK_MoreDrawsThanSamples_Refused() => Assert.Equal("k", Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Of(3, 1, 5)).ParamName);
}
