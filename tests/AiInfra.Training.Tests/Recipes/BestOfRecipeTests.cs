using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Support.Stores;
using AiInfra.Training.Recipes;
using AiInfra.Training.Recipes.Selection;
using AiInfra.Training.Tabular;
using AiInfra.Training.Tests.Models;

namespace AiInfra.Training.Tests.Recipes;

/// <summary>The best of several recipes.</summary>
public sealed class BestOfRecipeTests
{
    private static readonly RowSchema Numbers = new([new("a", ValueKind.Number), new("b", ValueKind.Number), new("c", ValueKind.Number), new("y", ValueKind.Number)]);
    private static readonly RowSchema Classes = new([new("a", ValueKind.Number), new("y", ValueKind.Text)]);

    [Fact]
    public async Task TrainAsync_TwoOfWhichOneIsBetter_TakesItAndSaysSo()
    {
        TrainedModel model = await BestOf([MadeRecipe.Column("c").As("far"), MadeRecipe.Column("a").As("near")], Noisy());

        Assert.Equal(Noisy()[0]["a"].AsNumber(), Answers.Of(model, Noisy(), ModelTask.Regression)[0]);
        CandidateScore near = model.Candidates.Single(c => c.IsChosen);
        Assert.Equal(("near", 15), (near.Name, near.Folds));
        Assert.InRange(near.Loss, near.Low, near.High);
        Assert.InRange(near.Loss, 0.8, 1.2);
        Assert.Contains("hopeless after ", model.Candidates.Single(c => c.Name == "far").Why, StringComparison.Ordinal);
        Assert.Contains("5-fold cross-validation, 3 times", model.Report, StringComparison.Ordinal);
        Assert.Contains("a little too good", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_Errors_ThatCancelOut_AreBlended()
    {
        TrainedModel model = await BestOf([MadeRecipe.Column("a").As("first"), MadeRecipe.Column("b").As("second")], Noisy());

        Row row = Noisy()[7];
        Assert.Equal((row["a"].AsNumber() + row["b"].AsNumber()) / 2, Answers.Of(model, [row], ModelTask.Regression)[0], 1e-12);
        CandidateScore blend = model.Candidates.Single(c => c.IsChosen);
        Assert.Equal("mean of first, second", blend.Name);
        Assert.InRange(blend.Loss, 0.4, 0.6);
        TrainedModel without = await BestOf([MadeRecipe.Column("a").As("first"), MadeRecipe.Column("b").As("second")], Noisy(), o => o.Blend = false);
        Assert.Equal(2, without.Candidates.Count);
    }

    [Fact]
    public async Task TrainAsync_AllFailForOneReason_SaysItOnce()
    {
        SelectionException error = await Assert.ThrowsAsync<SelectionException>(() => BestOf([MadeRecipe.Failing("no column is of use").As("one"), MadeRecipe.Failing("no column is of use").As("two")], Noisy()));
        Assert.Equal("All 2 candidates failed. one, two: failed on fold 1 of repeat 1: no column is of use.", error.Message);
    }

    [Fact]
    public async Task TrainAsync_Equals_TakesThePlainest()
    {
        TrainedModel model = await BestOf([MadeRecipe.Column("a").As("plain"), MadeRecipe.Column("a").As("fancy")], Noisy());

        Assert.Equal("plain", model.Candidates.Single(c => c.IsChosen).Name);
    }

    [Fact]
    public async Task TrainAsync_Candidates_AreJudgedOnTheSameFolds()
    {
        (MadeRecipe one, MadeRecipe two) = (MadeRecipe.Column("a"), MadeRecipe.Column("b"));
        await BestOf([one.As("one"), two.As("two")], Noisy(100), o => (o.Folds, o.Repeats) = (4, 2));

        string Rows(TrainingRequest request) => string.Join(' ', request.Rows.Numbers("y").Select(y => y.ToString("R")));
        Assert.Equal(9, one.Requests.Count);
        Assert.Equal(one.Requests.Select(Rows), two.Requests.Select(Rows));
        Assert.Equal(8, one.Requests.Take(8).Select(Rows).Distinct().Count());
        Assert.All(one.Requests.Take(8), r => Assert.Equal(75, r.Rows.Count));
        Assert.Equal(100, one.Requests[8].Rows.Count);
    }

    [Fact]
    public async Task TrainAsync_InTime_LearnsFromEarlierRowsOnly()
    {
        MadeRecipe one = MadeRecipe.Column("a");
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => new Row(Numbers, [1.0 * i, 2.0 * i, 0.0, 1.0 * i]))];
        TrainedModel model = await BestOf([one.As("one"), MadeRecipe.Column("b").As("two")], rows, o => o.Order = RowOrder.Time);

        Assert.Equal([70, 85, 100], one.Requests.Select(r => r.Rows.Count));
        Assert.All(one.Requests, r => Assert.Equal(r.Rows.Count - 1.0, r.Rows.Numbers("a").Max()));
        Assert.All(one.Requests, r => Assert.Equal(RowOrder.Time, r.Order));
        Assert.Contains("by what was before them", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_ACandidateThatIsKnownToBeBest_IsTrainedAlone()
    {
        (MadeRecipe one, MadeRecipe two) = (MadeRecipe.Column("a"), MadeRecipe.Column("c"));
        TrainedModel model = await new BestOfRecipe([one.As("one"), two.As("two")]).TrainAsync(Request(Noisy(), ModelTask.Regression) with { Candidate = "two" });

        Assert.Equal("two", model.Candidates.Single(c => c.IsChosen).Name);
        Assert.Equal((0, 1), (one.Requests.Count, two.Requests.Count));
    }

    [Fact]
    public async Task TrainAsync_OneFails_IsToldAndTheOthersGoOn()
    {
        TrainedModel model = await BestOf([MadeRecipe.Failing("no such library").As("broken"), new RecipeCandidate("absent", _ => throw new InvalidOperationException("not on this platform")), MadeRecipe.Column("a").As("works")], Noisy());

        Assert.Equal("works", model.Candidates.Single(c => c.IsChosen).Name);
        Assert.Contains("failed on fold 1 of repeat 1: no such library", model.Candidates.Single(c => c.Name == "broken").Why, StringComparison.Ordinal);
        Assert.Contains("not on this platform", model.Candidates.Single(c => c.Name == "absent").Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_AllFail_SaysAllReasons()
    {
        SelectionException error = await Assert.ThrowsAsync<SelectionException>(() => BestOf([MadeRecipe.Failing("no disk").As("one"), MadeRecipe.Failing("no memory").As("two")], Noisy()));

        Assert.Contains("one: failed on fold 1 of repeat 1: no disk", error.Message, StringComparison.Ordinal);
        Assert.Contains("two: failed on fold 1 of repeat 1: no memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_WinnerFailsOnAllRows_TakesTheNext()
    {
        var fails = new MadeRecipe((request, _) => request.Rows.Count == 200 ? Task.FromException<TrainedModel>(new InvalidOperationException("too many rows")) : Task.FromResult(new TrainedModel(MadeRecipe.ColumnModel("y2"))));
        var schema = new RowSchema([.. Numbers.Columns, new Column("y2", ValueKind.Number)]);
        Row[] rows = [.. Noisy().Select(r => new Row(schema, [.. r.Values, r["y"]]))];
        TrainedModel model = await BestOf([MadeRecipe.Column("a").As("next"), fails.As("best")], rows);

        Assert.Contains("too many rows", model.Candidates.Single(c => c.Name == "best").Why, StringComparison.Ordinal);
        Assert.Equal("next", model.Candidates.Single(c => c.IsChosen).Name);
    }

    [Theory]
    [InlineData(new[] { "left", "middle" }, "other classes")]
    [InlineData(new[] { "left" }, "other classes")]
    public async Task TrainAsync_OtherClasses_AreRefused(string[] classes, string told)
    {
        TrainedModel model = await BestOf([MadeRecipe.Classes([.. classes.Select(c => (c, 1f))]).As("strange"), MadeRecipe.Classes(("left", 0.5f), ("right", 0.5f)).As("even")], Sides(100), task: ModelTask.Classification);

        Assert.Contains(told, model.Candidates.Single(c => c.Name == "strange").Why, StringComparison.Ordinal);
        Assert.Equal("even", model.Candidates.Single(c => c.IsChosen).Name);
    }

    [Fact]
    public async Task TrainAsync_NotANumber_IsRefused()
    {
        Row[] rows = [.. Noisy().Select((r, i) => i == 20 ? new Row(Numbers, [r["a"], Value.Missing, r["c"], r["y"]]) : r)];
        TrainedModel model = await BestOf([MadeRecipe.Column("b").As("holes"), MadeRecipe.Column("a").As("whole")], rows, o => o.Repeats = 3);

        Assert.Contains("NaN", model.Candidates.Single(c => c.Name == "holes").Why, StringComparison.Ordinal);
        Assert.Equal("whole", model.Candidates.Single(c => c.IsChosen).Name);
        TrainedModel alone = await BestOf([MadeRecipe.Classes(("left", float.NaN), ("right", 0.5f)).As("nan"), MadeRecipe.Classes(("left", 0.5f), ("right", 0.5f)).As("even")], Sides(50), task: ModelTask.Classification);
        Assert.Contains("It answers NaN to row", alone.Candidates.Single(c => c.Name == "nan").Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_AMillisecond_StillGivesAModelAndSaysWhatWasCut()
    {
        TrainedModel model = await BestOf([MadeRecipe.Column("a").As("plain"), MadeRecipe.Endless().As("endless")], Noisy(), o => o.Budget = TimeSpan.FromMilliseconds(1));

        Assert.Equal("plain", model.Candidates.Single(c => c.IsChosen).Name);
        Assert.Contains("the budget was over", model.Candidates.Single(c => c.Name == "endless").Why, StringComparison.Ordinal);
        Assert.Contains("the budget of 0.001 s is over", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_ACandidateThatNeverEnds_IsStoppedByTheBudget()
    {
        TrainedModel model = await BestOf([MadeRecipe.Column("a").As("plain"), MadeRecipe.Endless().As("endless")], Noisy(), o => o.Budget = TimeSpan.FromSeconds(1));

        Assert.Equal("plain", model.Candidates.Single(c => c.IsChosen).Name);
        Assert.Contains("another machine may choose otherwise", model.Report, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_Cancelled_Stops()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BestOfRecipe([MadeRecipe.Column("a").As("plain"), MadeRecipe.Endless().As("endless")]).TrainAsync(Request(Noisy(), ModelTask.Regression), stop.Token));
    }

    [Fact]
    public async Task TrainAsync_ManyRows_TakesAFirstLookAtAPart()
    {
        (MadeRecipe good, MadeRecipe bad) = (MadeRecipe.Column("a"), MadeRecipe.Column("c"));
        TrainedModel model = await BestOf([good.As("good"), bad.As("bad")], Noisy(2000), o => o.ScreenRows = 200);

        Assert.Equal(200, Assert.Single(bad.Requests).Rows.Count);
        Assert.Contains("hopeless on 200 rows", model.Candidates.Single(c => c.Name == "bad").Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TrainAsync_ClassOfOneRow_IsLearnedAllTheSame()
    {
        Row[] rows = [.. Tables.Make(120).Select((r, i) => i == 50 ? With(r, "class", "rare") : r)];
        TrainedModel model = await BestOf([RecipeCandidate.Linear, MadeRecipe.Failing("no").As("other")], rows, target: "class", task: ModelTask.Classification);

        using var answers = new JudgedFile(model.Onnx, ModelTask.Classification);
        Assert.Contains("rare", answers.Classes);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(12)]
    public async Task TrainAsync_FewRows_StillGivesAModel(int count)
    {
        TrainedModel model = await BestOf([RecipeCandidate.Linear, MadeRecipe.Column("a").As("column")], Noisy(count), o => o.Folds = 10);

        Assert.Single(model.Candidates, c => c.IsChosen);
        Assert.Equal(count < 10, model.Report!.Contains("too few", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TrainAsync_OneClass_IsRefusedOnce() =>
        await Assert.ThrowsAsync<EncodingException>(() => BestOf([RecipeCandidate.Linear, RecipeCandidate.Network], [.. Sides(50).Where(r => r["y"].AsText() == "left")], task: ModelTask.Classification));

    [Fact]
    public async Task TrainAsync_ConstantTarget_AnswersIt()
    {
        Row[] rows = [.. Noisy(60).Select(r => new Row(Numbers, [r["a"], r["b"], r["c"], 4.0]))];
        TrainedModel model = await BestOf([RecipeCandidate.Linear, RecipeCandidate.Network], rows);

        Assert.Equal("linear", model.Candidates.Single(c => c.IsChosen).Name);
        Assert.All(Answers.Of(model, rows, ModelTask.Regression), v => Assert.Equal(4, v, 1e-6));
    }

    [Fact]
    public async Task TrainAsync_MetricOfTheOtherTask_IsRefused() =>
        await Assert.ThrowsAsync<SelectionException>(() => BestOf([RecipeCandidate.Linear, RecipeCandidate.Network], Noisy(), o => o.Metric = SelectionMetric.Brier));

    [Theory]
    [InlineData(SelectionMetric.ErrorRate, 0.5)]
    [InlineData(SelectionMetric.Brier, 0.42)]
    [InlineData(SelectionMetric.LogLoss, 0.6109)]
    public async Task TrainAsync_NamedMetric_IsTheMeanOfItsLosses(SelectionMetric metric, double expected)
    {
        // Half of the rows are left, 60 % of which is said: 0.4² + 0.4² = 0.32 and 0.6² + 0.6² = 0.72 by Brier's rule.
        TrainedModel model = await BestOf([MadeRecipe.Classes(("left", 0.6f), ("right", 0.4f)).As("one"), MadeRecipe.Classes(("left", 0.9f), ("right", 0.1f)).As("two")], Sides(100), o => (o.Metric, o.Blend) = (metric, false), ModelTask.Classification);

        double loss = model.Candidates.Single(c => c.Name == "one").Loss;
        Assert.Equal(metric == SelectionMetric.Brier ? 0.52 : metric == SelectionMetric.LogLoss ? -(Math.Log(0.6) + Math.Log(0.4)) / 2 : expected, loss, 1e-6);
    }

    [Fact]
    public async Task TrainAsync_RealCandidates_AreDeterministicAndBlendIntoOneFile()
    {
        Row[] rows = Tables.Make(300), fresh = Tables.Make(500, 2);
        async Task<TrainedModel> TrainAsync() => await BestOf([RecipeCandidate.Linear, RecipeCandidate.Network], rows, o => (o.Folds, o.Repeats, o.Budget) = (3, 1, TimeSpan.FromMinutes(10)), ModelTask.Classification, "class", "price");
        (TrainedModel one, TrainedModel two) = (await TrainAsync(), await TrainAsync());

        Assert.Equal(one.Onnx, two.Onnx);
        Assert.True(Answers.Accuracy(one, fresh, "class") > 0.8, one.Report);
    }

    [Fact]
    public void Blend_ModelsOfDifferentClasses_AnswersAllOfThem()
    {
        byte[] blend = BlendGraph.Of(
            [("one", MadeRecipe.ClassModel("label", ("b", 0.7f), ("a", 0.3f))), ("two", MadeRecipe.ClassModel("x", ("a", 0.2f), ("c", 0.8f)))], ModelTask.Classification, "y");
        var schema = new RowSchema([new("label", ValueKind.Number), new("x", ValueKind.Number)]);
        using var answers = new JudgedFile(blend, ModelTask.Classification);

        Assert.Equal(["a", "b", "c"], answers.Classes);
        double[] said = answers.Of(RowBatch.Of([new Row(schema, [1.0, 2.0]), new Row(schema, [3.0, Value.Missing])]));
        Assert.Equal([0.25, 0.35, 0.4, 0.25, 0.35, 0.4], said.Select(s => Math.Round(s, 6)));
    }

    [Fact]
    public async Task TrainAsync_WithARun_KeepsTheTableThere()
    {
        using var stores = new TemporaryStore();
        var recipe = new BestOfRecipe([MadeRecipe.Column("a").As("near"), MadeRecipe.Column("c").As("far")], new BestOfOptions { Blend = false }, stores.Catalog.Runs);
        (_, string run) = await recipe.TrainAsync(Request(Noisy(), ModelTask.Regression), stores.Catalog.Runs, new RunStart("test", "training"));

        Run kept = (await stores.Catalog.Runs.FindAsync(run))!;
        Assert.Equal("near", kept.Tags["best-of"]);
        Assert.Contains("hopeless", kept.Tags["best-of/far"], StringComparison.Ordinal);
        Assert.Equal("best-of", kept.Parameters["recipe"]);
        Assert.InRange(Assert.Single(await stores.Catalog.Runs.MetricHistoryAsync(run, "best-of/near/loss")).Value, 0.8, 1.2);
    }

    [Fact]
    public void Constructor_UnknownName_IsRefused() =>
        Assert.Contains("forest", Assert.Throws<ArgumentException>(() => new BestOfRecipe([RecipeCandidate.Linear], new BestOfOptions { Candidates = ["forest"] })).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new BestOfRecipe([RecipeCandidate.Linear], new BestOfOptions { Folds = 1 }));
        Assert.Throws<ArgumentException>(() => new BestOfRecipe([RecipeCandidate.Linear], new BestOfOptions { Budget = TimeSpan.Zero }));
        Assert.Throws<ArgumentException>(() => new BestOfRecipe([RecipeCandidate.Linear, RecipeCandidate.Linear]));
    }

    private static Task<TrainedModel> BestOf(RecipeCandidate[] candidates, Row[] rows, Action<BestOfOptions>? configure = null, ModelTask task = ModelTask.Regression, string target = "y", params string[] without)
    {
        var options = new BestOfOptions();
        configure?.Invoke(options);
        return new BestOfRecipe(candidates, options).TrainAsync(Request(rows, task, target) with { Without = without });
    }

    private static TrainingRequest Request(Row[] rows, ModelTask task, string target = "y") => new() { Rows = RowBatch.Of(rows), Target = target, Task = task, Seed = 1, RunId = "" };

    /// <summary>Columns a and b are y with errors of their own, of deviation 1; c is far off.</summary>
    private static Row[] Noisy(int count = 200)
    {
        var random = new Random(5);
        double Error() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return [.. Enumerable.Range(0, count).Select(i => (double)i).Select(y => new Row(Numbers, [y + Error(), y + Error(), y + (10 * Error()), y]))];
    }

    private static Row[] Sides(int count) => [.. Enumerable.Range(0, count).Select(i => new Row(Classes, [1.0 * i, i % 2 == 0 ? "left" : "right"]))];

    private static Row With(Row row, string column, Value value) => new(row.Schema, [.. row.Schema.Columns.Select(c => c.Name == column ? value : row[c.Name])]);
}
