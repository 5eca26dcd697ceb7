using AiInfra.Metrics.Regression;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Metrics.Tests.Metrics;

public class CorrelationTests
{
    private static readonly double[] X = [1, 2, 2, 3, 4, 4, 5, 6];
    private static readonly double[] Y = [2, 1, 3, 3, 5, 4, 4, 7];
    private static readonly double[] Times = [1, 2, 1, 3, 1, 1, 2, 1];

    [Fact]
    public void Pearson_Interval_IsScipys()
    {
        ConfidenceInterval interval = PearsonCorrelation.Of([3, -0.5, 2, 7, 4.25, 1, 0.5, 9], [2.5, 0, 2, 8, 4, 2.5, 0.25, 7]).Interval!.Value;
        Assert.Equal(0.7398453474135754, interval.Low, 1e-9);
        Assert.Equal(0.9910642580848695, interval.High, 1e-9);
    }

    // SciPy 1.10.1 and NumPy on each row repeated as often as it weighs.
    [Fact]
    public void Spearman_Weighted_IsOfRepeatedRows() => Assert.Equal(0.9031455923977247, SpearmanCorrelation.Of(X, Y, Times).Value, 1e-12);

    [Fact]
    public void Kendall_Weighted_IsOfRepeatedRows() => Assert.Equal(0.789595207136546, KendallTau.Of(X, Y, Times).Value, 1e-12);

    [Fact]
    public void Pearson_Weighted_IsOfRepeatedRows() => Assert.Equal(0.8604954438756022, PearsonCorrelation.Of(X, Y, Times).Value, 1e-12);

    [Fact]
    public void Concordance_Weighted_IsOfRepeatedRows() => Assert.Equal(0.8554216867469879, ConcordanceCorrelation.Of(X, Y, Times).Value, 1e-12);

    [Fact]
    public void Concordance_ShiftedCopy_BelowPearson()
    {
        Score lin = ConcordanceCorrelation.Of(X, [.. X.Select(x => x + 2)]);
        Assert.Equal(1, PearsonCorrelation.Of(X, [.. X.Select(x => x + 2)]).Value, 1e-15);
        double variance = X.Sum(x => (x - X.Average()) * (x - X.Average())) / X.Length;
        Assert.Equal(2 * variance / ((2 * variance) + 4), lin.Value, 1e-12);
    }

    [Fact]
    public void Intervals_AllHoldTheirValue() => Assert.All(
        [PearsonCorrelation.Of(X, Y), SpearmanCorrelation.Of(X, Y), KendallTau.Of(X, Y), ConcordanceCorrelation.Of(X, Y)],
        s => Assert.True(s.Interval!.Value.Contains(s.Value) && s.Interval.Value.Low > -1 && s.Interval.Value.High < 1, s.ToString()));

    // The variance of Lin's estimate is 0 there; a rounding of it is no interval.
    [Fact]
    public void Concordance_OnALineThroughTheCommonMean_HasNoInterval()
    {
        double[] x = [0.1, 0.2, 0.3, 0.7], scaled = [.. x.Select(v => 0.325 - (4 * (v - 0.325)))];
        Score one = ConcordanceCorrelation.Of(x, scaled);
        Assert.Equal(-8.0 / 17, one.Value, 1e-12);
        Assert.Null(one.Interval);
        Assert.Null(ConcordanceCorrelation.Of([.. x.Reverse()], [.. scaled.Reverse()]).Interval);
    }

    // Coverage over samples of a bivariate normal with correlation 0.6 and 30 rows; 1,000 draws have a standard error of 0.7 %.
    [Fact]
    public void Intervals_NormalSamples_CoverAboutTheNominalShare()
    {
        var random = new Random(8);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        const int Draws = 1000;
        int pearson = 0, spearman = 0, kendall = 0, lin = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] x = [.. Enumerable.Range(0, 30).Select(_ => Normal())], y = [.. x.Select(v => (0.6 * v) + (0.8 * Normal()))];
            pearson += PearsonCorrelation.Of(x, y).Interval!.Value.Contains(0.6) ? 1 : 0;
            spearman += SpearmanCorrelation.Of(x, y).Interval!.Value.Contains(6 / Math.PI * Math.Asin(0.3)) ? 1 : 0;
            kendall += KendallTau.Of(x, y).Interval!.Value.Contains(2 / Math.PI * Math.Asin(0.6)) ? 1 : 0;
            lin += ConcordanceCorrelation.Of(x, y).Interval!.Value.Contains(0.6) ? 1 : 0;
        }

        Assert.All([pearson, spearman, kendall, lin], c => Assert.InRange((double)c / Draws, 0.92, 0.98));
    }

    [Fact]
    public void Matrix_ConstantColumn_NaNThere()
    {
        Score[,] scores = CorrelationMatrix.Of([X, Y, [.. X.Select(_ => 1.0)]], CorrelationKind.Spearman);
        Assert.Equal(SpearmanCorrelation.Of(X, Y), scores[1, 0]);
        Assert.Equal(1, scores[0, 0].Value, 1e-12);
        Assert.True(double.IsNaN(scores[2, 0].Value) && scores[2, 0].Undefined == 8);
    }

    [Fact]
    public void Matrix_ShortColumn_IsNamed() =>
        Assert.Contains("columns[1] has 1 rows but columns[0] has 8", Assert.Throws<ArgumentException>(() => CorrelationMatrix.Of([X, [1]])).Message);
}
