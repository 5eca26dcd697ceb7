using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Networks;
using AiInfra.Training.Optimization;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tabular;
using AiInfra.Training.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Models;

/// <summary>Trains a model of a table: rows or columns in, a model out that answers raw rows and exports to ONNX. Safe for use by several threads one after another; each fit stands alone.</summary>
/// <param name="options">How; null takes the defaults.</param>
/// <param name="runs">Where the run and its metrics are kept; null keeps none.</param>
/// <param name="logger">Where it is written about.</param>
/// <param name="time">Clock.</param>
public sealed partial class TabularTrainer(TabularOptions? options = null, IRunStore? runs = null, ILogger<TabularTrainer>? logger = null, TimeProvider? time = null)
{
    // Fewer rows than this to judge by say nothing.
    private const int LeastValidation = 20;

    // Multiplications of a forward pass from which another thread is worth waiting for.
    private const long WorkOfAThread = 16_000_000;
    private readonly ILogger _logger = logger ?? NullLogger<TabularTrainer>.Instance;

    /// <summary>How it trains.</summary>
    public TabularOptions Options { get; } = options ?? new TabularOptions();

    /// <summary>Whether a network of one's own is exported untrained first: what cannot be written should fail before the training, not after it.</summary>
    internal bool TriesExport { get; init; }

    /// <summary>Trains on rows. Those without a target are left out and counted.</summary>
    /// <param name="rows">The rows, in any order unless <see cref="TabularOptions.Order"/> says that the newest come last. Best a <see cref="RowBatch"/>, for example <see cref="Data.Datasets.Dataset.ReadColumnsAsync"/>: no row is made of it, and it may be let go while the training runs; other rows are put into columns first.</param>
    /// <param name="target">Column to learn.</param>
    /// <param name="task">What is learned; null lets the target's values decide (<see cref="TaskChoice"/>), and says how in the log and in <see cref="TabularModel.TaskReason"/>.</param>
    /// <param name="fit">What is special: an encoder, an earlier model, weights.</param>
    /// <param name="progress">Hears where it stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ArgumentException">There is no such column, a row lacks a column of the first, or holds a value of another kind than its column.</exception>
    /// <exception cref="TabularException">The rows can't be learned from; the message says why.</exception>
    /// <exception cref="EncodingException">The columns can't be encoded, or there is one class only.</exception>
    /// <exception cref="TrainingException">The training can't go on.</exception>
    public Task<TabularModel> FitAsync(
        IReadOnlyList<Row> rows, string target, ModelTask? task = null, TabularFit? fit = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrEmpty(target);
        Options.Checked();
        fit ??= new TabularFit();
        if (fit.Weights is { } weights && weights.Count != rows.Count)
        {
            throw new ArgumentException($"There are {rows.Count} rows and {weights.Count} weights.", nameof(fit));
        }

        Task<(TaskChoice, TabularPlan)> planning = PlanAsync(rows, target, task, fit, cancellationToken);
        return Task.Run(() => FitCoreAsync(planning, target, fit, progress, cancellationToken), CancellationToken.None);
    }

    // A method of its own: what a lambda of FitAsync names would be held by all of them.
    private Task<(TaskChoice, TabularPlan)> PlanAsync(IReadOnlyList<Row> rows, string target, ModelTask? task, TabularFit fit, CancellationToken cancellationToken) =>
        Task.Run(() => Plan(rows, target, task, fit), cancellationToken);

    private (TaskChoice Choice, TabularPlan Plan) Plan(IReadOnlyList<Row> given, string target, ModelTask? asked, TabularFit fit)
    {
        Libtorch.Load(logger: _logger);
        RowBatch rows = given.Count > 0 ? RowBatch.Of(given) : throw new TabularException("There are no rows to learn from.");
        TaskChoice choice = Choose(rows, target, asked, fit);
        return (choice, TabularPlan.Of(rows, target, choice.Task, fit, Options, LeastValidation));
    }

    /// <summary>Trains when the rows are encoded. They are not named here, so that nothing here holds them while it trains.</summary>
    private async Task<TabularModel> FitCoreAsync(
        Task<(TaskChoice Choice, TabularPlan Plan)> planning, string target, TabularFit fit, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        (TaskChoice choice, TabularPlan encoded) = await planning.ConfigureAwait(false);
        using TabularPlan plan = encoded;
        if (plan.WithoutTarget > 0)
        {
            LogWithoutTarget(_logger, plan.WithoutTarget, target);
        }

        if (plan.IsSorted)
        {
            LogSorted(_logger, target);
        }

        nn.Module<Tensor, Tensor> network = Network(plan);
        try
        {
            if (TriesExport && Options.Network is not null)
            {
                Model(network, plan, choice, target).ToOnnx();
            }

            int copied = fit.WarmStart is { } earlier ? WarmStart.Copy(earlier, network, plan.SameClassesAs(earlier)) : 0;
            TrainingResult result = await TrainAsync(plan, network, copied > 0, null, progress, cancellationToken).ConfigureAwait(false);
            if (Options.RefitOnAllRows && plan.HasValidation)
            {
                network.Dispose();
                network = Network(plan);
                copied = fit.WarmStart is { } again ? WarmStart.Copy(again, network, plan.SameClassesAs(again)) : 0;
                long steps = Math.Max(1, (long)Math.Round(result.BestStep * ((double)plan.AllRows / plan.TrainingRows)));
                TrainingResult refit = await TrainAsync(plan, network, copied > 0, steps, progress, cancellationToken).ConfigureAwait(false);
                result = result with { Steps = result.Steps + refit.Steps, TrainingLoss = refit.TrainingLoss, Elapsed = result.Elapsed + refit.Elapsed };
            }

            network.to(CPU);
            return Model(network, plan, choice, target, result);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private TabularModel Model(nn.Module<Tensor, Tensor> network, TabularPlan plan, TaskChoice choice, string target, TrainingResult? result = null) => new(network, choice.Task, target, plan.Encoder, plan.Labels, plan.Scaler)
    {
        Training = result,
        RowsWithoutTarget = plan.WithoutTarget,
        TaskReason = choice.Reason,
        Sample = plan.Sample,
        Converters = Options.Converters,
    };

    private TaskChoice Choose(RowBatch rows, string target, ModelTask? asked, TabularFit fit)
    {
        // Where it is said, or an earlier model goes on, nothing is guessed; what can't be learned is found by the plan.
        if ((asked ?? fit.WarmStart?.Task) is { } said)
        {
            return new TaskChoice(said, asked is null ? "as the earlier model" : "as asked");
        }

        var choice = TaskChoice.Of(target, rows[target].AsValues());
        LogTask(_logger, target, choice.Task, choice.Reason);
        return choice;
    }

    private nn.Module<Tensor, Tensor> Network(TabularPlan plan)
    {
        string[] columns = [.. plan.Encoder.FeatureColumns];
        string[] distinct = [.. columns.Distinct(StringComparer.Ordinal)];
        var shape = new MlpShape(plan.Encoder.Width, plan.Labels?.Count ?? 1, plan.Encoder.CategorySizes) { Columns = Array.ConvertAll(columns, c => Array.IndexOf(distinct, c)) };
        if (Options.Network is not { } make)
        {
            return Options.Transformer is { } transformer ? FtTransformer.Create(shape, transformer, Options.Seed) : Mlp.Create(shape, Options.Design, Options.Seed);
        }

        return shape.Cardinalities is { Count: > 0 } indices
            ? throw new TabularException($"A network of one's own takes numbers only, but {indices.Count} columns are encoded as indices. Set EncodingOptions.Categories to OneHot.")
            : make(shape, Options.Seed);
    }

    private async Task<TrainingResult> TrainAsync(
        TabularPlan plan, nn.Module<Tensor, Tensor> network, bool warm, long? refitSteps, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        int rows = refitSteps is null ? plan.TrainingRows : plan.AllRows;
        int batch = Options.BatchSize ?? Math.Clamp((int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, rows / 40)), 32, 512);

        int epochs = warm ? Options.WarmEpochs : Options.EpochsFor(rows, batch);

        // One row has no spread to normalise by: a last batch of one is left to another epoch's order.
        bool dropLast = network is Mlp && Options.Design.Normalization == MlpNormalization.Batch && rows > batch && rows % batch == 1;
        using TensorSource training = plan.Training(refitSteps is not null, batch, Options.Seed, dropLast);
        using TensorSource? validation = refitSteps is null ? plan.Validation(4096) : null;
        ILoss loss = plan.Labels is { } labels ? Losses.CrossEntropy(Options.BalanceClasses ? plan.ClassWeights : null, Options.LabelSmoothing) : Losses.MeanSquaredError();
        TrainingTask task = network is ITableNetwork known
            ? new TrainingTask(network, b => known.Answer(b.Input, b.Categories), known.Members > 1 ? new MemberLoss(loss, known.Members) : loss) { Metrics = plan.Labels is null ? [] : [new BatchAccuracy()] }
            : new TrainingTask(network, loss) { Metrics = plan.Labels is null ? [] : [new BatchAccuracy()] };
        var trainer = new Trainer(
            task,
            new TrainerOptions
            {
                Epochs = refitSteps is null ? epochs : null,
                MaxSteps = refitSteps,
                MaxTime = Options.MaxTime,
                Optimizer = Optimizers.AdamW(warm ? Options.Rate / 3 : Options.Rate, Options.WeightDecay),
                Schedule = Schedules.Cosine(warmUp: 0.05),
                ClipNorm = 1,
                EarlyStopping = validation is null ? null : new EarlyStoppingOptions { Patience = Options.PatienceFor(epochs) },
                Device = Options.Device,
                Threads = Options.Threads ?? ThreadsFor(network, Math.Min(batch, rows)),
                Seed = Options.Seed,
                LogEverySteps = Options.LogEverySteps,
                Tracking = Options.Tracking,
            },
            refitSteps is null ? runs : null,
            time: time);
        foreach (ITrainerCallback callback in refitSteps is null ? Options.Callbacks : [])
        {
            trainer.Callbacks.Add(callback);
        }

        return await trainer.FitAsync(training, validation, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>As many threads as a step's work is worth: on more, they wait for each other longer than they compute.</summary>
    private static int ThreadsFor(nn.Module network, int batch)
    {
        long multiplications = batch * network.parameters().Sum(p => p.numel()) * (network is ITableNetwork known ? known.Places : 1);
        return (int)Math.Clamp(multiplications / WorkOfAThread, 1, Libtorch.Threads);
    }

    [LoggerMessage(5032, LogLevel.Warning, "The rows are said to be in order of time, but they are sorted by '{Target}': rows drawn from all of them judge when to stop, not the newest")]
    private static partial void LogSorted(ILogger logger, string target);

    [LoggerMessage(5031, LogLevel.Information, "'{Target}' is learned by {Task}: {Reason}")]
    private static partial void LogTask(ILogger logger, string target, ModelTask task, string reason);

    [LoggerMessage(5030, LogLevel.Warning, "{Count} rows without a value in '{Target}' are left out of the training")]
    private static partial void LogWithoutTarget(ILogger logger, int count, string target);
}
