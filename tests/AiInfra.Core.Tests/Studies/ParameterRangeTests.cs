using AiInfra.Core.Studies;

namespace AiInfra.Core.Tests.Studies;

public sealed class ParameterRangeTests
{
    [Fact]
    public void At_OfEvenShares_HitsEveryValueAlikeOften()
    {
        foreach (ParameterRange range in new[] { ParameterRange.Int(-3, 8), ParameterRange.Int(0, 9, step: 4), ParameterRange.Float(0.5, 2, step: 0.5), ParameterRange.Choice("a", "b", "c") })
        {
            int[] counts = [.. Enumerable.Range(0, 1200).Select(i => range.At((i + 0.5) / 1200)).GroupBy(v => v).Select(g => g.Count())];
            Assert.Equal(range.Count, counts.Length);
            Assert.All(counts, c => Assert.Equal(1200 / range.Count, c));
        }
    }

    [Fact]
    public void ShareOf_IsTheInverseOfAt()
    {
        foreach (ParameterRange range in new[] { ParameterRange.Float(-5, 10), ParameterRange.Float(1e-5, 1, log: true), ParameterRange.Float(0, 1, step: 0.3), ParameterRange.Int(1, 12), ParameterRange.Int(1, 512, log: true), ParameterRange.Choice("a", "b") })
        {
            foreach (double share in new[] { 0, 0.001, 0.3, 0.77, 1 })
            {
                double value = range.At(share);
                Assert.True(range.Contains(value), $"{value} of {range}");
                Assert.Equal(value, range.At(range.ShareOf(value)), 1e-9);
            }
        }
    }

    [Fact]
    public void Text_OfEveryValue_IsReadBack()
    {
        foreach (ParameterRange range in new[] { ParameterRange.Float(0, 1), ParameterRange.Int(1, 12), ParameterRange.Choice("a", "1.5", "") })
        {
            double value = range.At(0.37);
            Assert.True(range.TryParse(range.TextOf(value), out double read));
            Assert.Equal(value, read);
        }

        Assert.False(ParameterRange.Int(1, 12).TryParse("1.5", out _));
        Assert.False(ParameterRange.Int(1, 12).TryParse("13", out _));
        Assert.False(ParameterRange.Choice("a").TryParse("b", out _));
        Assert.False(ParameterRange.Float(0, 1).TryParse("1,5", out _));
    }

    [Fact]
    public void Ranges_ThatAreNone_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => ParameterRange.Float(1, 0));
        Assert.Throws<ArgumentException>(() => ParameterRange.Float(double.MinValue, double.MaxValue));
        Assert.Throws<ArgumentException>(() => ParameterRange.Float(0, 1, log: true));
        Assert.Throws<ArgumentException>(() => ParameterRange.Int(0, 5, step: 0));
        Assert.Throws<ArgumentException>(() => ParameterRange.Int(0, 1L << 60));
        Assert.Throws<ArgumentException>(() => ParameterRange.Choice());
        Assert.Contains("'a'", Assert.Throws<ArgumentException>(() => ParameterRange.Choice("a", "b", "a")).Message);
    }

    [Fact]
    public void High_ThatNoStepMeets_IsTheLastThatOneDoes()
    {
        Assert.Equal(9, ParameterRange.Int(1, 10, step: 4).High);
        Assert.Equal(0.9, ParameterRange.Float(0, 1, step: 0.3).High, 1e-12);
        Assert.Equal(1, ParameterRange.Float(0, 1, step: 0.1).High, 1e-12);
    }
}
