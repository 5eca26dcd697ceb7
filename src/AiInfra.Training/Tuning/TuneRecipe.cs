using System.Globalization;
using System.Runtime.CompilerServices;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Studies;
using AiInfra.Training.Recipes;
using Microsoft.Extensions.Logging;

namespace AiInfra.Training.Tuning;

/// <summary>
/// A recipe that tunes another one: trial after trial it makes that recipe with other parameters, trains it on some rows and scores it on others, and in the end trains the best on all rows.
/// Where runs are kept, the study belongs to the training's run and every trial is a run below it.
/// </summary>
/// <param name="make">Makes a recipe from what it asks the trial for. The trial's seed is that of the request. Add a <see cref="TrialCallback"/> where a pruner should see a training on its way.</param>
/// <param name="options">How it tunes; null takes the defaults.</param>
/// <param name="runs">Where trials are kept as runs; null keeps none.</param>
/// <param name="studies">Where studies are kept; null keeps them in memory.</param>
/// <param name="logger">Where it is written about.</param>
public sealed class TuneRecipe(Func<Trial, ITrainingRecipe> make, TuneOptions? options = null, IRunStore? runs = null, IStudyStore? studies = null, ILogger<Study>? logger = null) : ITrainingRecipe
{
    private readonly TuneOptions _options = (options ?? new TuneOptions()).Checked(nameof(options));
    private StudyResult? _last;

    /// <inheritdoc />
    public IReadOnlyDictionary<string, string> Parameters => new Dictionary<string, string>
    {
        ["recipe"] = "tuned",
        ["trials"] = _options.Study.MaxTrials?.ToString(CultureInfo.InvariantCulture) ?? "unbounded",
        ["folds"] = _options.Folds.ToString(CultureInfo.InvariantCulture),
        ["heldOut"] = _options.HeldOut.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>What the last training's study found; null before the first.</summary>
    public StudyResult? Found => Volatile.Read(ref _last);

    /// <inheritdoc />
    /// <exception cref="StudyException">No trial came to its end.</exception>
    /// <exception cref="ArgumentException">There are too few rows to judge by some of them.</exception>
    public async Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        int[] positions = [.. Enumerable.Range(0, request.Rows.Count)];
        (int[] Train, int[] Test)[] parts = _options.Folds == 1 ? [RowSplit.ByOrder(positions, _options.HeldOut)] : [.. RowSplit.Folds(positions, _options.Folds, (ulong)request.Seed)];
        Run? parent = runs is null ? null : await runs.FindAsync(request.RunId, cancellationToken).ConfigureAwait(false);
        Study study = await Study.OpenAsync(Name(request), ForRequest(request), studies, logger, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using ConfiguredAsyncDisposable closing = study.ConfigureAwait(false);
        StudyResult found = await study.RunAsync(trial => ScoreAsync(trial, request, parts, parent), cancellationToken).ConfigureAwait(false);
        Volatile.Write(ref _last, found);
        if (parent is not null)
        {
            await runs!.SetTagsAsync(parent.Id, found.Best.Parameters.Select(p => KeyValuePair.Create($"tuned.{p.Key}", (string?)p.Value)).Append(new("study", study.Name)).ToDictionary(), cancellationToken).ConfigureAwait(false);
        }

        return await make(found.Best.Again()).TrainAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static string Name(TrainingRequest request) => request.RunId.Length > 0 ? $"tuning/{request.RunId}" : "tuning";

    private StudyOptions ForRequest(TrainingRequest request) => new()
    {
        Directions = _options.Study.Directions,
        Sampler = _options.Study.Sampler,
        Pruner = _options.Study.Pruner,
        Seed = _options.Study.Seed + request.Seed,
        Workers = _options.Study.Workers,
        MaxTrials = _options.Study.MaxTrials,
        MaxTime = _options.Study.MaxTime,
        Target = _options.Study.Target,
        NoBetterFor = _options.Study.NoBetterFor,
        MostFailures = _options.Study.MostFailures,
        Lease = _options.Study.Lease,
        Retries = _options.Study.Retries,
        RetryKeepsReports = _options.Study.RetryKeepsReports,
        Tags = _options.Study.Tags,
        RunId = request.RunId.Length > 0 ? request.RunId : null,
    };

    private async Task<double> ScoreAsync(Trial trial, TrainingRequest request, (int[] Train, int[] Test)[] parts, Run? parent)
    {
        ITrainingRecipe recipe = make(trial) ?? throw new StudyException("The recipe made for a trial is null. Give back one.");
        string runId = "";
        if (parent is not null)
        {
            runId = (await runs!.StartAsync(
                new RunStart(parent.Experiment, "trial")
                {
                    Name = string.Create(CultureInfo.InvariantCulture, $"trial {trial.Number}"),
                    ParentId = parent.Id,
                    Parameters = recipe.Parameters,
                    Tags = new Dictionary<string, string> { ["study"] = Name(request), ["trial"] = trial.Number.ToString(CultureInfo.InvariantCulture) },
                },
                trial.Cancelled).ConfigureAwait(false)).Id;
            trial.Tag("run", runId);
        }

        try
        {
            double score = await ScoreAsync(trial, recipe, request with { RunId = runId, Progress = null }, parts).ConfigureAwait(false);
            if (runId.Length > 0)
            {
                await runs!.AddMetricsAsync(runId, [new MetricPoint("score", score, 0, DateTimeOffset.UtcNow)]).ConfigureAwait(false);
                await runs.FinishAsync(runId, RunStatus.Finished).ConfigureAwait(false);
            }

            return score;
        }
        catch (Exception e)
        {
            if (runId.Length > 0)
            {
                await runs!.FinishAsync(runId, e is TrialPrunedException or OperationCanceledException ? RunStatus.Cancelled : RunStatus.Failed, e.Message).ConfigureAwait(false);
            }

            throw;
        }
    }

    private async Task<double> ScoreAsync(Trial trial, ITrainingRecipe recipe, TrainingRequest request, (int[] Train, int[] Test)[] parts)
    {
        double sum = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            TrainingRequest part = request with { Rows = request.Rows.Take(parts[i].Train), Weights = request.Weights is { } weights ? [.. parts[i].Train.Select(p => weights[p])] : null };
            TrainedModel model = await recipe.TrainAsync(part, trial.Cancelled).ConfigureAwait(false);
            double score = (_options.Score ?? HeldOutScore.Of)(model, part, request.Rows.Take(parts[i].Test));
            sum += score;
            if (parts.Length > 1)
            {
                trial.Report(i, score);
                trial.ThrowIfShouldPrune();
            }
        }

        return sum / parts.Length;
    }
}
