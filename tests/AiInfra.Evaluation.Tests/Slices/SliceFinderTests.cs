using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;
using AiInfra.Evaluation.Slices;
using AiInfra.Metrics.Regression;

namespace AiInfra.Evaluation.Tests.Slices;

public class SliceFinderTests
{
    private static readonly RowSchema s_schema = new([new("age", ValueKind.Number), new("city", ValueKind.Text), new("plan", ValueKind.Text), new("noise", ValueKind.Number)]);

    [Fact]
    public void Find_PairIsBad_PairIsFoundAndItsPartsAreNot()
    {
        SliceReport report = new SliceFinder().Find(Set(4000, 1, (_, city, plan, _) => city == "c2" && plan == "gold" ? 3 : 1));
        FoundSlice found = Assert.Single(report.Slices);
        Assert.Equal("city = \"c2\" and plan = \"gold\"", found.Condition);
    }

    [Fact]
    public void Find_SingleIsBad_NoPairOfItIsReported()
    {
        SliceReport report = new SliceFinder().Find(Set(4000, 2, (_, city, _, _) => city == "c1" ? 2 : 1));
        Assert.Equal(["city = \"c1\""], report.Slices.Select(s => s.Condition));
    }

    [Fact]
    public void Find_BandOfNumbersIsBad_RangeOverlapsIt()
    {
        PredictionSet set = Set(6000, 3, (age, _, _, _) => age is > 40 and <= 50 ? 3 : 1);
        FoundSlice found = new SliceFinder(new() { Quantiles = 10 }).Find(set).Slices[0];
        Assert.Equal(["age"], found.Columns);
        Assert.InRange(found.Rows.Average(r => set.Input(r)["age"].AsNumber() is > 40 and <= 50 ? 1.0 : 0.0), 0.7, 1);
    }

    [Fact]
    public void Find_MissingIsBad_Found()
    {
        PredictionSet set = Set(4000, 4, (age, _, _, _) => double.IsNaN(age) ? 3 : 1, missing: 0.2);
        Assert.Equal("age is missing", new SliceFinder().Find(set).Slices[0].Condition);
    }

    [Fact]
    public void Find_TwoSeparateCauses_BothFound()
    {
        SliceReport report = new SliceFinder().Find(Set(8000, 5, (_, city, plan, _) => city == "c3" || plan == "gold" ? 2.5 : 1));
        Assert.Contains("city = \"c3\"", report.Slices.Select(s => s.Condition));
        Assert.Contains("plan = \"gold\"", report.Slices.Select(s => s.Condition));
    }

    [Theory]
    [InlineData(SliceCorrection.BenjaminiHochberg)]
    [InlineData(SliceCorrection.Holm)]
    public void Find_PureNoise_NothingInNinetyFiveOfAHundred(SliceCorrection correction)
    {
        var finder = new SliceFinder(new() { Correction = correction, MinimumEffect = 0 });
        int alarms = Enumerable.Range(0, 200).Count(seed => finder.Find(Set(800, 1000 + seed, (_, _, _, _) => 1)).Slices.Count > 0);
        Assert.InRange(alarms, 0, 10);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Find_NoiseOfRightAndWrong_NothingInNinetyFiveOfAHundred(double wrong)
    {
        var finder = new SliceFinder(new() { MinimumEffect = 0 });
        int alarms = 0;
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(5000 + seed);
            PredictionSet set = Set(800, seed, (_, _, _, _) => 1);
            double[] losses = [.. Enumerable.Range(0, set.Count).Select(_ => random.NextDouble() < wrong ? 1.0 : 0.0)];
            alarms += finder.Find(set, losses, "wrong").Slices.Count > 0 ? 1 : 0;
        }

        Assert.InRange(alarms, 0, 5);
    }

    [Fact]
    public void Find_Twice_TheSameToTheLastDigit()
    {
        PredictionSet set = Set(3000, 7, (age, city, _, _) => age > 50 ? 2 : city == "c1" ? 1.5 : 1);
        Assert.Equal(new SliceFinder().Find(set).ToJson(), new SliceFinder().Find(set).ToJson());
    }

    [Fact]
    public void Find_EverySlice_ItsConditionChoosesItsRowsAndTheirLoss()
    {
        PredictionSet set = Set(5000, 8, (age, city, plan, _) => (age > 50 ? 2 : 1) + (city == "c1" && plan == "gold" ? 2 : 0), missing: 0.1);
        SliceReport report = new SliceFinder(new() { Order = SliceOrder.Effect }).Find(set);
        Assert.NotEmpty(report.Slices);
        foreach (FoundSlice slice in report.Slices)
        {
            Slice cut = Assert.Single(slice.ToSlicer().Cut(set));
            Assert.Equal(cut.Rows, slice.Rows);
            Assert.Equal(cut.Ids, slice.Ids);
            Assert.Equal(set.Score(new MeanSquaredError(), [.. cut.Rows]).Value, slice.Loss, 1e-9);
            Assert.True(slice.Interval.Contains(slice.Loss));
        }
    }

    [Fact]
    public void Find_WeightsOfTwo_AsRowsTwice()
    {
        PredictionSet set = Set(2000, 9, (_, city, _, _) => city == "c1" ? 2 : 1);
        int[] doubled = [.. Enumerable.Range(0, set.Count).Where(i => i % 3 == 0)];
        double[] weights = [.. Enumerable.Range(0, set.Count).Select(i => i % 3 == 0 ? 2.0 : 1)];
        Row[] inputs = [.. Enumerable.Range(0, set.Count).Select(set.Input)];
        PredictionSet weighted = PredictionSet.OfValues(set.Truth, set.Values, weights, inputs);
        PredictionSet repeated = PredictionSet.OfValues([.. set.Truth, .. doubled.Select(i => set[i].Truth)], [.. set.Values, .. doubled.Select(i => set[i].Value)], inputs: [.. inputs, .. doubled.Select(set.Input)]);
        FoundSlice one = new SliceFinder().Find(weighted).Slices[0], two = new SliceFinder().Find(repeated).Slices[0];
        Assert.Equal((two.Condition, two.Loss, two.Impact), (one.Condition, one.Loss, one.Impact), (a, b) => a.Condition == b.Condition && Math.Abs(a.Loss - b.Loss) < 1e-9 && Math.Abs(a.Impact - b.Impact) < 1e-9);
    }

    [Fact]
    public void Find_Ids_AreThoseOfTheCaller()
    {
        PredictionSet set = Set(2000, 10, (_, city, _, _) => city == "c1" ? 3 : 1, ids: true);
        FoundSlice found = new SliceFinder(new() { WorstRows = 3 }).Find(set).Slices[0];
        Assert.Equal($"row-{found.Rows[5]}", found.Ids[5]);
        Assert.All(found.Worst, w => Assert.Equal($"row-{w.Row}", w.Id));
        Assert.Equal(3, found.Worst.Count);
    }

    [Fact]
    public void FindRegressions_BetterOverallWorseInOneCity_ThatCity()
    {
        PredictionSet champion = Set(4000, 11, (_, _, _, _) => 1.5), candidate = Set(4000, 11, (_, city, _, _) => city == "c1" ? 2 : 1);
        SliceReport report = new SliceFinder().FindRegressions(candidate, champion);
        Assert.True(report.MeanLoss < 0);
        Assert.Equal(["city = \"c1\""], report.Slices.Select(s => s.Condition));
    }

    [Fact]
    public void FindRegressions_LessBetterInOneCity_IsNoRegression()
    {
        PredictionSet champion = Set(4000, 12, (_, _, _, _) => 2), candidate = Set(4000, 12, (_, city, _, _) => city == "c1" ? 1.8 : 1);
        Assert.Empty(new SliceFinder().FindRegressions(candidate, champion).Slices);
    }

    [Fact]
    public void Find_Report_CountsAddUp()
    {
        SliceReport report = new SliceFinder().Find(Set(4000, 13, (age, city, plan, _) => 1 + (age / 50) + (city == "c1" ? 1 : 0) + (plan == "gold" ? 1 : 0)));
        Assert.Equal(report.Worse, report.Slices.Count + report.Redundant + report.LeftOut);
    }

    [Fact]
    public void Report_Json_RoundTrips()
    {
        SliceReport report = new SliceFinder().Find(Set(2000, 14, (_, city, _, _) => city == "c1" ? 3 : 1));
        Assert.Equal(report.ToJson(), SliceReport.FromJson(report.ToJson()).ToJson());
    }

    [Fact]
    public void Find_ConstantAndUniqueColumns_AreNamedAsSkipped()
    {
        var schema = new RowSchema([new("same", ValueKind.Text), new("id", ValueKind.Text), new("x", ValueKind.Number)]);
        Row[] rows = [.. Enumerable.Range(0, 500).Select(i => new Row(schema, ["a", $"{i}", i % 7]))];
        SliceReport report = new SliceFinder().Find(PredictionSet.OfValues(new double[500], new double[500], inputs: rows));
        Assert.Equal(["x"], report.Columns);
        Assert.Equal(2, report.Skipped.Count);
        Assert.Empty(report.Slices);
    }

    [Fact]
    public void Find_UnknownColumn_ListsColumns() =>
        Assert.Contains("Columns: age, city", Assert.Throws<ArgumentException>(() => new SliceFinder(new() { Columns = ["aeg"] }).Find(Set(100, 1, (_, _, _, _) => 1))).Message);

    [Fact]
    public void Find_MetricWithoutRowLoss_SaysWhichHaveOne() =>
        Assert.Contains("one row has no loss", Assert.Throws<ArgumentException>(() => new SliceFinder().Find(Set(100, 1, (_, _, _, _) => 1), new RSquared())).Message);

    [Fact]
    public void Find_LossNotFinite_NamesTheIndex() =>
        Assert.Contains("losses[1] is NaN", Assert.Throws<ArgumentException>(() => new SliceFinder().Find(Set(2, 1, (_, _, _, _) => 1), [1, double.NaN], "x")).Message);

    [Fact]
    public void Find_NoInputs_SaysWhatToDo() =>
        Assert.Contains("slices need them", Assert.Throws<InvalidOperationException>(() => new SliceFinder().Find(PredictionSet.OfValues([1], [1]))).Message);

    [Fact]
    public void Find_TimeColumn_CutReadsBack()
    {
        var schema = new RowSchema([new("at", ValueKind.Instant)]);
        DateTime start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var random = new Random(1);
        Row[] rows = [.. Enumerable.Range(0, 2000).Select(i => new Row(schema, [start.AddTicks(i * 12_345_678_901L)]))];
        double[] losses = [.. Enumerable.Range(0, 2000).Select(i => random.NextDouble() + (i >= 1500 ? 1 : 0))];
        PredictionSet set = PredictionSet.OfValues(new double[2000], new double[2000], inputs: rows);
        FoundSlice found = new SliceFinder().Find(set, losses, "x").Slices[0];
        Assert.Equal(500, found.Count);
        Assert.Equal(found.Rows, Assert.Single(found.ToSlicer().Cut(set)).Rows);
    }

    [Fact]
    public void WorstRows_Of_LargestLossFirstAndNoMoreThanAsked()
    {
        PredictionSet set = PredictionSet.OfScores(new(["no", "yes"]), [1, 0, 1, 1], [0.9, 0.8, 0.1, 0.6], ids: ["a", "b", "c", "d"]);
        IReadOnlyList<WorstRow> worst = WorstRows.Of(set, count: 2);
        Assert.Equal(["c", "b"], worst.Select(w => w.Id));
        Assert.Equal(("yes", "no", 0.1), (worst[0].Truth, worst[0].Answer, worst[0].Probability));
    }

    // Squared errors with the given mean: a normal error with that variance.
    internal static PredictionSet Set(int rows, int seed, Func<double, string, string, double, double> variance, double missing = 0, bool ids = false)
    {
        var random = new Random(seed);
        var inputs = new Row[rows];
        var errors = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double age = random.NextDouble() < missing ? double.NaN : 18 + random.Next(62), noise = random.NextDouble();
            string city = $"c{random.Next(6)}", plan = random.Next(4) == 0 ? "gold" : "free";
            inputs[i] = new(s_schema, [age, city, plan, noise]);
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            errors[i] = normal * Math.Sqrt(variance(age, city, plan, noise));
        }

        return PredictionSet.OfValues(new double[rows], errors, inputs: inputs, ids: ids ? Enumerable.Range(0, rows).Select(i => $"row-{i}") : null);
    }
}
