using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Loop;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Native;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Trees.Models;

/// <summary>Trains gradient-boosted trees on a table by LightGBM: rows or columns in, a model out that answers raw rows and exports to ONNX exactly. Safe for many threads; each fit stands alone.</summary>
/// <param name="options">How; null takes the defaults.</param>
/// <param name="runs">Where metrics are kept, under <see cref="TreesFit.RunId"/>; null keeps none.</param>
/// <param name="logger">Where it is written about, what LightGBM says too.</param>
/// <param name="time">Clock.</param>
public sealed partial class TreesTrainer(TreesOptions? options = null, IRunStore? runs = null, ILogger<TreesTrainer>? logger = null, TimeProvider? time = null)
{
    // Fewer rows than this to judge by say nothing.
    private const int LeastJudging = 20;
    private readonly ILogger _logger = logger ?? NullLogger<TreesTrainer>.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>How it trains.</summary>
    public TreesOptions Options { get; } = options ?? new TreesOptions();

    /// <summary>Trains on rows. Those without a target are left out and counted.</summary>
    /// <remarks>The same rows, options and seed give the same model, on any number of threads. Cancellation is heard between trees.</remarks>
    /// <param name="rows">The rows, in any order unless <see cref="TreesOptions.Order"/> says that the newest come last. Best a <see cref="RowBatch"/>.</param>
    /// <param name="target">Column to learn.</param>
    /// <param name="task">What is learned; null lets the target's values decide (<see cref="TaskChoice"/>), or the objective where one for numbers is set.</param>
    /// <param name="fit">What is special: columns, weights, an earlier model.</param>
    /// <param name="progress">Hears where it stands; a step is a tree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">There is no such column, a row lacks a column of the first, or there are not as many weights as rows.</exception>
    /// <exception cref="TabularException">The rows can't be learned from; the message says why.</exception>
    /// <exception cref="EncodingException">The columns can't be encoded, or there is one class only.</exception>
    /// <exception cref="TreesException">LightGBM is not there or refuses, or the target does not suit the objective.</exception>
    public Task<TreesModel> FitAsync(
        IReadOnlyList<Row> rows, string target, ModelTask? task = null, TreesFit? fit = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(target);
        Options.Checked();
        fit ??= new TreesFit();
        if (fit.Weights is { } weights && weights.Count != rows.Count)
        {
            throw new ArgumentException($"There are {rows.Count} rows and {weights.Count} weights.", nameof(fit));
        }

        return FitCoreAsync(rows, target, task, fit, progress, cancellationToken);
    }

    private async Task<TreesModel> FitCoreAsync(
        IReadOnlyList<Row> given, string target, ModelTask? asked, TreesFit fit, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var points = new List<MetricPoint>();

        // A thread of its own: OpenMP keeps a team of threads for each that asked it, and where teams of earlier trainings are left on the pool's threads, all sleep at every step instead of spinning.
        TreesModel model = await Task.Factory.StartNew(
            () => Train(given, target, asked, fit, progress, points, cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        if (runs is not null && fit.RunId is { } run && points.Count > 0)
        {
            await runs.AddMetricsAsync(run, points, cancellationToken).ConfigureAwait(false);
        }

        return model;
    }

    /// <summary>All on one thread: what LightGBM says of it is heard by thread.</summary>
    private TreesModel Train(
        IReadOnlyList<Row> given, string target, ModelTask? asked, TreesFit fit, IProgress<TrainingProgress>? heard, List<MetricPoint> points, CancellationToken cancellationToken)
    {
        LightGbmLibrary.Ensure();
        long started = _time.GetTimestamp();
        RowBatch rows = given.Count > 0 ? RowBatch.Of(given) : throw new TabularException("There are no rows to learn from.");
        TaskChoice choice = Choose(rows, target, asked, fit);
        var progress = new TreesProgress(heard, _time, started, points, Options.LogEveryTrees);
        using var log = new LightGbmLog(_logger);
        using TreesPlan plan = TreesPlan.Of(rows, target, choice.Task, fit, Options, LeastJudging, LightGbmLog.Verbosity(_logger));
        if (plan.WithoutTarget > 0)
        {
            LogWithoutTarget(_logger, plan.WithoutTarget, target);
        }

        if (plan.IsSorted)
        {
            LogSorted(_logger, target);
        }

        using Booster? earlier = fit.WarmStart is { } before ? Booster.Read(before.Text) : null;
        var boosting = new Boosting(Options, plan.Parameters, progress, cancellationToken);
        TreesTraining training;
        string text;
        if (plan.Splits.Count > 0)
        {
            (int best, double score, string figure) = boosting.FindBest(plan);
            text = boosting.Train(plan.All, best, earlier);
            training = new TreesTraining(best, plan.All.Rows, figure, score, best < Options.Trees, _time.GetElapsedTime(started));
        }
        else
        {
            text = boosting.Train(plan.All, Options.Trees, earlier);
            training = new TreesTraining(boosting.Grown, plan.All.Rows, null, double.NaN, boosting.Grown < Options.Trees, _time.GetElapsedTime(started));
        }

        var model = new TreesModel(choice.Task, plan.Task.Objective, target, plan.Encoder, plan.Task.Labels, plan.Task.Scaler, text)
        {
            Training = training,
            RowsWithoutTarget = plan.WithoutTarget,
            TaskReason = choice.Reason,
            Sample = plan.Sample,
        };
        if (model.Importance.All(i => i.Splits == 0))
        {
            LogNothing(_logger, target, plan.All.Rows);
        }

        LogTrained(_logger, target, training.Trees, string.Join(", ", model.Importance.Take(5).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i.Column} {i.Gain:P0}"))));
        return model;
    }

    private TaskChoice Choose(RowBatch rows, string target, ModelTask? asked, TreesFit fit)
    {
        bool numbers = Options.Objective != TreesObjective.Auto || Options.Query is not null;
        if (fit.WarmStart is { } earlier)
        {
            TreesObjective objective = Options.Query is not null ? TreesObjective.Rank : Options.Objective;
            return (asked ?? earlier.Task) == earlier.Task && (!numbers || objective == earlier.Objective)
                ? new TaskChoice(earlier.Task, "as the earlier model")
                : throw new TreesException($"The earlier model learned {earlier.Task} ({earlier.Objective}); it can't go on with {asked ?? ModelTask.Regression} ({objective}). Train a fresh model, or leave the objective out.");
        }

        var choice = asked is null && numbers ? TaskChoice.Of(target, rows[target].AsValues(), ModelTask.Regression) : TaskChoice.Of(target, rows[target].AsValues(), asked);
        LogTask(_logger, target, choice.Task, choice.Reason);
        return choice;
    }

    [LoggerMessage(5210, LogLevel.Warning, "{Count} rows without a value in '{Target}' are left out of the training")]
    private static partial void LogWithoutTarget(ILogger logger, int count, string target);

    [LoggerMessage(5211, LogLevel.Information, "'{Target}' is learned by {Task}: {Reason}")]
    private static partial void LogTask(ILogger logger, string target, ModelTask task, string reason);

    [LoggerMessage(5212, LogLevel.Warning, "The rows are said to be in order of time, but they are sorted by '{Target}': rows drawn from all of them judge how many trees are best, not the newest")]
    private static partial void LogSorted(ILogger logger, string target);

    [LoggerMessage(5214, LogLevel.Warning, "No column helps to tell '{Target}' in {Rows} rows: every row gets the same answer. Give more rows, or lower MinRowsInLeaf")]
    private static partial void LogNothing(ILogger logger, string target, int rows);

    [LoggerMessage(5213, LogLevel.Information, "'{Target}' is answered by {Trees} trees; most is gained by {Columns}")]
    private static partial void LogTrained(ILogger logger, string target, int trees, string columns);
}
