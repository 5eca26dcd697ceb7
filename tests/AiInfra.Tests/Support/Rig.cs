using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Evaluation;
using AiInfra.Learning;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Predictions;
using AiInfra.Observability.Quality;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Support.Logging;
using AiInfra.Training.Recipes;

namespace AiInfra.Tests.Support;

/// <summary>Store, deployment, inline monitor, log and loop, put together by plain constructors.</summary>
internal sealed class Rig : IAsyncDisposable, ILearningSink
{
    public const string Name = "price-up";
    private readonly TemporaryFolder? _own;
    private readonly List<IDisposable> _subscriptions = [];
    private readonly PredictionLogger _log;

    public Rig(ITrainingRecipe? recipe = null, Action<LearningOptions>? configure = null, string? folder = null, Evaluator? evaluator = null, TimeProvider? time = null, ModelRuntimes? runtimes = null)
    {
        _own = folder is null ? new TemporaryFolder() : null;
        Folder = folder ?? _own!.Path;
        Store = AiInfraStore.Open(Folder);
        Deployment = new Deployment(Name, Store.Catalog, Store.Artifacts, new DeploymentOptions { IdPrefix = $"p{Guid.NewGuid():N}"[..9] }, Signals, runtimes: runtimes);
        Monitor = new ModelMonitor(
            Name,
            new MonitorOptions
            {
                Inline = true,
                Drift = new DriftOptions { Window = 80, Every = 40 },
                Quality = new QualityOptions { Window = 80, MinimumRows = 60, BaselineRows = 80 },
            },
            new CatalogReferenceSource(Store.Catalog, Store.Artifacts));
        var options = new LearningOptions
        {
            Target = World.Target,
            CoolDownRows = 60,
            HoldoutRows = 60,
            EveryRows = 0,
            Windows = { new TrainingWindow("recent", 150, 60) },
            Seed = 3,
        };
        configure?.Invoke(options);
        Loop = new LearningLoop(options, Deployment, Store.Catalog, Store.Artifacts, Monitor, recipe ?? new CountingRecipe(), [this], time, Logger, evaluator);
        _log = new PredictionLogger(Store.Catalog.Predictions);
        _subscriptions.AddRange([Signals.Subscribe(Monitor), Signals.Subscribe(Loop), Signals.Subscribe(_log), Monitor.Subscribe(Loop)]);
    }

    public string Folder { get; }

    public AiInfraStore Store { get; }

    public SignalHub Signals { get; } = new();

    public Deployment Deployment { get; }

    public ModelMonitor Monitor { get; }

    public LearningLoop Loop { get; }

    public LogLines<LearningLoop> Logger { get; } = new();

    public List<LearningEvent> Events { get; } = [];

    public void OnLearning(LearningEvent happened) => Events.Add(happened);

    public Task FlushAsync() => _log.FlushAsync();

    /// <summary>Answers rows, labels each at once, does what is due; returns whether each answer was right.</summary>
    public async Task<bool[]> StreamAsync(IReadOnlyList<Row> rows, bool work = true)
    {
        var right = new bool[rows.Count];
        for (int i = 0; i < right.Length; i++)
        {
            RowPrediction answer = await Deployment.PredictAsync(World.Inputs(rows[i]));
            Value label = rows[i][World.Target];
            right[i] = answer.Outputs.Schema.IndexOf("label") >= 0 ? answer.Outputs["label"] == label : Math.Abs(answer.Outputs["value"].AsNumber() - label.AsNumber()) < 0.5;
            Signals.Publish(new Feedback(answer.Id, label, DateTimeOffset.UnixEpoch.AddSeconds(i)));
            if (work)
            {
                await Loop.RunDueAsync();
            }
        }

        return right;
    }

    /// <summary>Whether a version that never learned again would have been right.</summary>
    public async Task<bool[]> FrozenAsync(IReadOnlyList<Row> rows, int version = 1)
    {
        ModelVersion found = (await Store.Catalog.Models.FindAsync(Name, version))!;
        using OnnxRuntimeModel model = OnnxRuntimeModel.Load(await Store.Artifacts.GetFileAsync(found.Files[ModelFiles.Onnx]));
        using var frozen = new RowModel(model);
        Row[] answers = frozen.Predict([.. rows.Select(World.Inputs)]);
        return [.. answers.Select((a, i) => a["label"] == rows[i][World.Target])];
    }

    public async ValueTask DisposeAsync()
    {
        _subscriptions.ForEach(s => s.Dispose());
        Loop.Dispose();
        await _log.DisposeAsync();
        await Monitor.DisposeAsync();
        await Deployment.DisposeAsync();
        Store.Dispose();
        _own?.Dispose();
    }
}
