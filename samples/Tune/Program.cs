using System.Diagnostics;
using AiInfra;
using AiInfra.Core.Catalog;
using AiInfra.Core.Studies;
using AiInfra.Sqlite;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using AiInfra.Training.Tuning;
using AiInfra.Training.Tuning.Pruners;
using AiInfra.Training.Tuning.Reports;
using Spectre.Console;
using Tune;

try
{
    RunOptions options = RunOptions.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(RunOptions.Usage);
        return 0;
    }

    Libtorch.Load();
    using AiInfraStore store = AiInfraStore.Open(options.Out);
    IStudyStore studies = store.Catalog.GetRequiredStore<IStudyStore>();
    await using Study study = await Study.OpenAsync(
        "spirals",
        new StudyOptions
        {
            MaxTrials = options.Trials,
            Workers = options.Workers,
            Seed = options.Seed,
            Pruner = new MedianPruner(new PercentileOptions { StartupTrials = 6, WarmupSteps = 60 }),
        },
        studies);

    var clock = Stopwatch.StartNew();
    StudyResult found = await study.RunAsync(async trial =>
    {
        double value = await TrainAsync(trial, options);
        lock (clock)
        {
            Console.WriteLine($"trial {trial.Number,3}: {value:0.0000}");
        }

        return value;
    });

    StudyReport report = await study.ReportAsync();
    string path = Path.Combine(options.Out, "report.html");
    await report.WriteAsync(path);
    Print(found, report, clock.Elapsed);
    Console.WriteLine($"Report with pictures: {Path.GetFullPath(path)}");
    return 0;
}
catch (Exception e) when (e is UsageException or AiInfraException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(e.Message);
    if (e is UsageException)
    {
        Console.Error.WriteLine();
        Console.Error.WriteLine(RunOptions.Usage);
    }

    return 2;
}

// One trial: a network by what the trial says, trained with an eye on the validation loss.
static async Task<double> TrainAsync(Trial trial, RunOptions options)
{
    int width = trial.Int("width", 4, 128, log: true);
    int[] layers = [.. Enumerable.Repeat(width, trial.Int("depth", 1, 3))];
    double dropout = trial.Choice("regularise", "none", "dropout") == "dropout" ? trial.Float("dropout", 0.05, 0.5) : 0;
    (TensorSource training, TensorSource validation) = Spirals.Make(options.Rows, options.Seed);
    using (training)
    using (validation)
    using (Mlp network = Mlp.Create(new MlpShape(2, Spirals.Classes), layers, dropout, seed: options.Seed))
    {
        var trainer = new Trainer(
            new TrainingTask(network, batch => network.forward(batch.Input, batch.Categories), Losses.CrossEntropy()),
            new TrainerOptions
            {
                Epochs = 12,
                Optimizer = Optimizers.AdamW(trial.Float("rate", 1e-4, 0.3, log: true), trial.Float("decay", 1e-6, 1, log: true)),
                Threads = 1,
                Seed = options.Seed,
            });
        trainer.Callbacks.Add(new TrialCallback(trial));
        TrainingResult result = await trainer.FitAsync(training, validation, cancellationToken: trial.Cancelled);
        return result.BestScore;
    }
}

static void Print(StudyResult found, StudyReport report, TimeSpan took)
{
    AnsiConsole.WriteLine($"{found.Count(TrialState.Complete)} trials complete, {found.Count(TrialState.Pruned)} pruned, {found.Count(TrialState.Failed)} failed; {took.TotalSeconds:0} s.");
    var table = new Table { Title = new TableTitle($"Best: trial {found.Best.Number}, validation loss {found.Best.Value:0.0000}") };
    table.AddColumns("parameter", "value", "importance");
    foreach ((string name, double importance) in report.Importance)
    {
        table.AddRow(name, found.Best.Parameters.TryGetValue(name, out string? value) ? value : "–", $"{importance:0%}");
    }

    AnsiConsole.Write(table);
}
