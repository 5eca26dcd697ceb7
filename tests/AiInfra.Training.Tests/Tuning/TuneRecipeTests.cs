using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Studies;
using AiInfra.Support.Stores;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Pruners;

namespace AiInfra.Training.Tests.Tuning;

public sealed class TuneRecipeTests
{
    private static RowBatch Rows(int count = 240)
    {
        var random = new Random(3);
        var schema = new RowSchema([new Column("a", ValueKind.Number), new Column("b", ValueKind.Number), new Column("kind", ValueKind.Text)]);
        return RowBatch.Of([.. Enumerable.Range(0, count).Select(_ =>
        {
            double a = random.NextDouble(), b = random.NextDouble();
            return new Row(schema, [a, b, a + b > 1 ? "high" : "low"]);
        })]);
    }

    private static TrainingRequest Request(string run) => new() { Rows = Rows(), Target = "kind", Task = ModelTask.Classification, Seed = 1, RunId = run };

    [Fact]
    public async Task Train_Tuned_KeepsTrialsAsRunsBelowTheTrainingsRunAndTrainsTheBest()
    {
        using var store = new TemporaryStore();
        IRunStore runs = store.Catalog.Runs;
        var recipe = new TuneRecipe(
            trial => new TabularRecipe { Steps = 40, LearningRate = trial.Float("rate", 1e-6, 3e-2, log: true), ValidationShare = 0.2, Configure = o => o.Callbacks.Add(new TrialCallback(trial)) },
            new TuneOptions { Study = new StudyOptions { MaxTrials = 6, Pruner = new MedianPruner(new PercentileOptions { StartupTrials = 2 }) } },
            runs,
            store.Catalog.GetRequiredStore<IStudyStore>());
        (TrainedModel model, string run) = await recipe.TrainAsync(Request(""), runs, new RunStart("kinds", "training"));
        Assert.NotEmpty(model.Onnx);
        StudyResult found = recipe.Found!;
        Assert.Equal(6, found.Trials.Count);
        Assert.All(found.Trials, t => Assert.NotEmpty(t.Reports));
        IReadOnlyList<Run> trials = await runs.ListAsync(new RunQuery { ParentId = run });
        Assert.Equal(6, trials.Count);
        Assert.All(trials, t => Assert.Contains(t.Status, (RunStatus[])[RunStatus.Finished, RunStatus.Cancelled]));
        Run parent = (await runs.FindAsync(run))!;
        Assert.Equal(found.Best.Choice("rate"), parent.Tags["tuned.rate"]);
        Assert.Equal(run, (await store.Catalog.GetRequiredStore<IStudyStore>().FindAsync(parent.Tags["study"]))!.RunId);
        Assert.True(found.Best.Float("rate") > 1e-4, $"{found.Best}");
    }

    [Fact]
    public async Task Train_ByFolds_ScoresEachPartAndAveragesThem()
    {
        var asked = new List<int>();
        var recipe = new TuneRecipe(
            trial => new Constant(trial.Choice("answer", "low", "high")),
            new TuneOptions
            {
                Folds = 4,
                Study = new StudyOptions { MaxTrials = 3 },
                Score = (model, request, rows) =>
                {
                    asked.Add(rows.Count);
                    Assert.Equal(240, request.Rows.Count + rows.Count);
                    return rows.Texts("kind").Count(k => k != model.Report) / (double)rows.Count;
                },
            });
        TrainedModel model = await recipe.TrainAsync(Request("r"));
        Assert.Equal(12, asked.Count);
        Assert.Equal(720, asked.Sum());
        TrialResult first = recipe.Found!.Trials[0];
        Assert.Equal(4, first.Reports.Count);
        Assert.Equal(first.Reports.Average(r => r.Value), first.Value, 1e-12);
        Assert.Equal(recipe.Found.Best.Choice("answer"), model.Report);
    }

    [Fact]
    public async Task Train_OnTooFewRows_IsRefused()
    {
        var recipe = new TuneRecipe(_ => new Constant("low"), new TuneOptions { HeldOut = 0.2 });
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => recipe.TrainAsync(Request("r") with { Rows = Rows(1) }));
        Assert.Contains("1 rows", e.Message);
    }

    private sealed class Constant(string answer) : ITrainingRecipe
    {
        public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string> { ["answer"] = answer };

        public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new TrainedModel("constant", new Dictionary<string, byte[]> { ["answer"] = [1] }, report: answer));
    }
}
