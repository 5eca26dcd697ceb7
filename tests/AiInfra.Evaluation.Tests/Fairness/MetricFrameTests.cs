using AiInfra.Core.Rows;
using AiInfra.Evaluation.Fairness;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests.Fairness;

public class MetricFrameTests
{
    private static readonly PredictionSet s_set = PredictionSet.OfLabels(ClassLabels.Binary, [1, 0, 1, 0, 1, 0], [1, 0, 0, 1, 1, 1], ids: ["r1", "r2", "r3", "r4", "r5", "r6"]);
    private static readonly GroupColumn s_sex = new("sex", ["f", "f", "f", "m", "m", "m"]);
    private static readonly GroupColumn s_region = new("region", ["n", "s", "n", "n", "n", "n"]);

    [Fact]
    public void Of_TwoColumns_FullProductWithIds()
    {
        MetricFrame frame = MetricFrame.Of(s_set, [new Accuracy()], [s_sex, s_region]);
        Assert.Equal(["f, n", "f, s", "m, n", "m, s"], frame.ByGroup.Select(c => c.Name));
        Assert.Equal(["r1", "r3"], frame.Group("f", "n").Ids);
        Assert.True(double.IsNaN(frame.Group("m", "s")["accuracy"].Value));
    }

    [Fact]
    public void Difference_WithControls_IsWithinALevel()
    {
        MetricFrame frame = MetricFrame.Of(s_set, [new Accuracy()], [s_sex], [s_region]);
        Assert.Equal(Math.Abs(0.5 - (1 / 3.0)), frame.Difference("accuracy", GroupComparison.Between, "n").Value, 1e-12);
        Assert.Contains("only 'f' has a value", frame.Difference("accuracy", GroupComparison.Between, "s").Notes[0]);
    }

    [Fact]
    public void Difference_ControlNotNamed_ListsLevels() =>
        Assert.Contains("n; s", Assert.Throws<ArgumentException>(() => MetricFrame.Of(s_set, [new Accuracy()], [s_sex], [s_region]).Difference("accuracy")).Message);

    [Fact]
    public void MinMax_SkipGroupsWithoutRows()
    {
        MetricFrame frame = MetricFrame.Of(s_set, [new Accuracy()], [s_sex, s_region]);
        Assert.Equal((1 / 3.0, 1.0), (frame.Min("accuracy"), frame.Max("accuracy")));
    }

    [Fact]
    public void Of_AnyMetric_AreaByGroupWithInterval()
    {
        var random = new Random(1);
        int[] truth = [.. Enumerable.Range(0, 400).Select(_ => random.Next(2))];
        double[] scores = [.. truth.Select((t, i) => Math.Clamp((t * (i < 200 ? 0.5 : 0.1)) + (random.NextDouble() * 0.5), 0, 1))];
        PredictionSet set = PredictionSet.OfScores(ClassLabels.Binary, truth, scores);
        Disparity gap = MetricFrame.Of(set, [new RocAuc()], [new GroupColumn("half", Enumerable.Range(0, 400).Select(i => i < 200 ? "first" : "second"))]).Difference("rocAuc");
        Assert.Equal("second", gap.Lowest);
        Assert.True(gap.Interval!.Value.Low > 0.2);
    }

    [Fact]
    public void Of_MetricWithoutClosedInterval_IsResampledWithinTheGroup()
    {
        int[] truth = [.. Enumerable.Range(0, 200).Select(i => i % 2)], predicted = [.. Enumerable.Range(0, 200).Select(i => i % 3 == 0 ? 1 - (i % 2) : i % 2)];
        MetricFrame frame = MetricFrame.Of(PredictionSet.OfLabels(ClassLabels.Binary, truth, predicted), [new FScore()], [new GroupColumn("g", Enumerable.Range(0, 200).Select(i => i < 100 ? "a" : "b"))]);
        Assert.All(frame.ByGroup, c => Assert.NotNull(c.Scores[0].Interval));
        Assert.NotNull(frame.Difference("f1").Interval);
    }

    [Fact]
    public void Of_Numbers_ErrorByGroup()
    {
        MetricFrame frame = MetricFrame.Of(PredictionSet.OfValues([1, 2, 3], [1, 2, 5]), [new MeanSquaredError()], [new GroupColumn("g", ["a", "a", "b"])]);
        Assert.Equal(4, frame.Difference("mse").Value);
    }

    [Fact]
    public void Ranges_Cuts_AreInOrder()
    {
        var schema = new RowSchema([new("age", ValueKind.Number)]);
        PredictionSet set = PredictionSet.OfValues([1, 2, 3, 4], [1, 2, 3, 4], inputs: [new(schema, [25.0]), new(schema, [60.0]), new(schema, [17.0]), new(schema, [Value.Missing])]);
        GroupColumn ages = GroupColumn.Ranges(set, "age", 18, 60);
        Assert.Equal(["below 18", "18 to below 60", "from 60", "(missing)"], ages.Levels);
        Assert.Equal(["18 to below 60", "from 60", "below 18", "(missing)"], ages.Values);
    }

    [Fact]
    public void Ranges_CutsNotAscending_NamesTheIndex() =>
        Assert.Contains("cuts[1] is 18", Assert.Throws<ArgumentException>(() => GroupColumn.Ranges(s_set, "age", 60, 18)).Message);

    [Fact]
    public void GroupColumn_ThousandsOfLevels_SaysWhatToDo() =>
        Assert.Contains("Ranges", Assert.Throws<ArgumentException>(() => new GroupColumn("id", Enumerable.Range(0, 1000).Select(i => $"{i}"))).Message);

    [Fact]
    public void Of_OtherLength_NamesColumn() =>
        Assert.Contains("6 predictions but 1 groups by 'x'", Assert.Throws<ArgumentException>(() => MetricFrame.Of(s_set, [new Accuracy()], [new GroupColumn("x", ["a"])])).Message);

    [Fact]
    public void Difference_UnknownMetric_ListsMetrics() =>
        Assert.Contains("Metrics: accuracy", Assert.Throws<ArgumentException>(() => MetricFrame.Of(s_set, [new Accuracy()], [s_sex]).Difference("auc")).Message);

    [Theory]
    [InlineData(RateKind.SelectionRate, 4 / 6.0)]
    [InlineData(RateKind.BaseRate, 3 / 6.0)]
    [InlineData(RateKind.TruePositiveRate, 2 / 3.0)]
    [InlineData(RateKind.FalsePositiveRate, 2 / 3.0)]
    [InlineData(RateKind.TrueNegativeRate, 1 / 3.0)]
    [InlineData(RateKind.FalseNegativeRate, 1 / 3.0)]
    [InlineData(RateKind.PositivePredictiveValue, 2 / 4.0)]
    [InlineData(RateKind.NegativePredictiveValue, 1 / 2.0)]
    public void OutcomeRate_Kind_Known(RateKind kind, double expected) => Assert.Equal(expected, s_set.Score(new OutcomeRate(kind)).Value, 1e-15);
}
