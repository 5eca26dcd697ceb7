using AiInfra.Metrics.Text;

namespace AiInfra.Metrics.Tests.Text;

public class PerplexityTests
{
    [Fact]
    public void Of_EveryTokenHalfSure_Two() => Assert.Equal(2, Perplexity.Of([Math.Log(0.5), Math.Log(0.5), Math.Log(0.5)]), 1e-12);

    [Fact]
    public void Result_TextsOfDifferentLength_SumOverSum()
    {
        var metric = new Perplexity();
        metric.Add(-2, 1);
        metric.Add(-4, 9);
        Assert.Equal(Math.Exp(0.6), metric.Result().Value, 1e-12);
    }

    [Fact]
    public void BitsPerByte_OneBitAByte_One()
    {
        Perplexity metric = Perplexity.BitsPerByte();
        metric.Add(-5 * Math.Log(2), "naïv");
        Assert.Equal(1, metric.Result().Value, 1e-12);
    }

    [Theory]
    [InlineData("a b", 2)]
    [InlineData(" a\n\tb ", 4)]
    [InlineData("", 1)]
    public void Words_AsTheHarnessCounts(string text, int expected) => Assert.Equal(expected, Perplexity.Words(text));

    [Fact]
    public void Add_ImpossibleToken_InfiniteAndCounted()
    {
        var metric = new Perplexity(LikelihoodUnit.Word);
        metric.Add(double.NegativeInfinity, "a b");
        Score score = metric.Result();
        Assert.Equal((double.PositiveInfinity, 1), (score.Value, score.Undefined));
    }

    [Fact]
    public void Add_PositiveLogLikelihood_Refused() => Assert.Contains("text 0 is 1", Assert.Throws<ArgumentException>(() => new Perplexity().Add(1, 3)).Message);

    [Fact]
    public void Of_NaN_NamesIndex() => Assert.Contains("logLikelihoods[1] is NaN", Assert.Throws<ArgumentException>(() => Perplexity.Of([-1, double.NaN])).Message);

    [Fact]
    public void Add_TextPerToken_AsksForTheNumber() => Assert.Throws<InvalidOperationException>(() => new Perplexity().Add(-1, "a"));
}
