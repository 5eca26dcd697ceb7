using AiInfra.Onnx;
using AiInfra.Training.Intervals;

namespace AiInfra.Training.Tests.Intervals;

public sealed class ConformalIntervalTests
{
    [Theory]
    [InlineData(0.9, true, 9)]
    [InlineData(0.95, true, 19)]
    [InlineData(0.9, false, 19)]
    [InlineData(0.99, true, 99)]
    [InlineData(0.93, true, 14)]
    public void LeastRows_OfACoverage_AreThoseThatAnIntervalNeeds(double coverage, bool sidesAlike, int rows)
    {
        Assert.Equal(rows, ConformalInterval.LeastRows(coverage, sidesAlike));
        double[] truths = [.. Enumerable.Range(0, rows).Select(i => (double)i)];
        Assert.Equal(rows, ConformalInterval.Fit(truths, new double[rows], coverage, sidesAlike).Rows);
        Assert.Contains($"needs {rows} rows", Assert.Throws<IntervalException>(() => ConformalInterval.Fit(truths[1..], new double[rows - 1], coverage, sidesAlike)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OfNineErrors_ReachesToTheLargest()
    {
        var interval = ConformalInterval.Fit([1, -2, 3, -4, 5, -6, 7, -8, 9], new double[9], 0.9);
        Assert.Equal((9, 9), (interval.Below, interval.Above));
        Assert.Equal((-4.0, 14.0), interval.Around(5));
        Assert.All([0, -1, double.NaN], spread => Assert.Throws<ArgumentOutOfRangeException>(() => interval.Around(5, spread)));
    }

    [Fact]
    public void Fit_SidesOnTheirOwn_EndsWhereEachSideMissesItsHalf()
    {
        // 39 errors from 1 to 39, all above the prediction: 40 x 0.95 = 38.
        double[] errors = [.. Enumerable.Range(1, 39).Select(i => (double)i)];
        var interval = ConformalInterval.Fit(errors, new double[39], 0.9, sidesAlike: false);
        Assert.Equal(38, interval.Above);
        Assert.Equal(-2, interval.Below);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Fit_OverManySamples_HoldsTheTruthAsOftenAsStated(bool sidesAlike, bool spread)
    {
        // 19 rows and 90 %: exactly 18 of 20, and of 39 rows on both sides 38 + 38 of 40. One place less or more would give 0.85 or 0.95.
        const int Samples = 6000;
        int rows = sidesAlike ? 19 : 39, held = 0;
        var random = new Random(7);
        for (int s = 0; s < Samples; s++)
        {
            double[] predicted = [.. Enumerable.Range(0, rows + 1).Select(_ => 10 * random.NextDouble())];
            double[] truths = [.. predicted.Select(p => p + (Math.Exp(random.NextDouble() * 3) * (0.1 + p)))];   // crooked, and wider where the prediction is larger
            double[] spreads = spread ? [.. predicted.Select(p => 0.1 + p)] : [];
            var interval = ConformalInterval.Fit(truths[..rows], predicted[..rows], 0.9, sidesAlike, spread ? spreads[..rows] : []);
            (double lower, double upper) = interval.Around(predicted[rows], spread ? spreads[rows] : 1);
            held += truths[rows] >= lower && truths[rows] <= upper ? 1 : 0;
        }

        Assert.InRange(held / (double)Samples, 0.888, 0.912);
    }

    [Fact]
    public void Fit_NumbersThatAreNone_NamesTheRow()
    {
        double[] truths = new double[20];
        truths[3] = double.NaN;
        Assert.Contains("Row 3", Assert.Throws<ArgumentException>(() => ConformalInterval.Fit(truths, new double[20])).Message, StringComparison.Ordinal);
        double[] spreads = [.. Enumerable.Repeat(1.0, 20)];
        spreads[5] = 0;
        Assert.Contains("Row 5", Assert.Throws<ArgumentException>(() => ConformalInterval.Fit(new double[20], new double[20], spreads: spreads)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AppendTo_AModelWithAnInterval_Refuses()
    {
        var graph = new OnnxGraphBuilder("twice");
        OnnxValue x = graph.Input("x", OnnxElementType.Float, OnnxShape.Create(["N", 1]));
        graph.Output("value", graph.Mul(x, graph.Constant(2f)), OnnxShape.Create(["N", 1]));
        var interval = new ConformalInterval(0.9, 1, 2, 100);
        OnnxModel model = interval.AppendTo(graph.Build());
        Assert.Equal(interval, ConformalInterval.Read(model));
        Assert.Equal(["value", "lower", "upper"], model.Graph.Outputs.Select(o => o.Name));
        Assert.Throws<IntervalException>(() => interval.AppendTo(model));
        Assert.Null(ConformalInterval.Read(graph.Build()));
    }
}
