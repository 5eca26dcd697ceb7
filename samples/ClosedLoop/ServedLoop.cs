using AiInfra.Core.Signals;
using AiInfra.Learning;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Predictions;
using AiInfra.Observability.Quality;
using AiInfra.Serving.Deployments;
using AiInfra.Sqlite;

namespace ClosedLoop;

/// <summary>The deployment with its log, its monitor and its learning loop, put together by plain constructors.</summary>
internal sealed class ServedLoop : IAsyncDisposable
{
    private readonly PredictionLogger _log;
    private readonly CatalogEventSink _eventSink;
    private readonly ModelMonitor _monitor;
    private readonly IDisposable[] _subscriptions;

    public ServedLoop(LearningOptions learning, int rows, AiInfraStore store, StreamRun run)
    {
        Deployment = new Deployment(StreamRun.Deployment, store.Catalog, store.Artifacts, new DeploymentOptions { IdPrefix = "row" }, Signals);
        _log = new PredictionLogger(store.Catalog.Predictions);
        _eventSink = new CatalogEventSink(store.Catalog.Events);
        int window = Math.Clamp(rows / 16, 100, 1000);
        _monitor = new ModelMonitor(
            StreamRun.Deployment,
            new MonitorOptions
            {
                Inline = true,
                Drift = new DriftOptions { Window = window, Every = window / 4 },

                // One finding is enough: a false alarm costs a training, and the gate refuses what is shown to be worse.
                DriftAlarm = new AlarmOptions { RaiseAfter = 1 },
                Quality = new QualityOptions { Window = window, MinimumRows = Math.Min(100, window), BaselineRows = window },
            },
            new CatalogReferenceSource(store.Catalog, store.Artifacts));
        Loop = new LearningLoop(learning, Deployment, store.Catalog, store.Artifacts, _monitor, sinks: [run]);
        _subscriptions =
        [
            Signals.Subscribe(_monitor), Signals.Subscribe(Loop), Signals.Subscribe(_log),
            _monitor.Subscribe(Loop), _monitor.Subscribe(run), _monitor.Subscribe(_eventSink),
        ];
    }

    public SignalHub Signals { get; } = new();

    public Deployment Deployment { get; }

    public LearningLoop Loop { get; }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await _log.FlushAsync(cancellationToken);
        await _eventSink.FlushAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }

        Loop.Dispose();
        await _monitor.DisposeAsync();
        await _eventSink.DisposeAsync();
        await _log.DisposeAsync();
        await Deployment.DisposeAsync();
    }
}
