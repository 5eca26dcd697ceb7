using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Monitoring;

/// <summary>
/// Watches one deployment: joins predictions with their labels, judges quality of every version and role apart, compares inputs with the training data of the
/// version that answers, counts failures by kind, asks the host's own detectors, and raises alarms. Subscribe it to a <see cref="SignalHub"/>.
/// </summary>
/// <remarks>
/// Thread-safe. Counts rows and uses the signals' own times, so that a deterministic stream gives deterministic alarms. By default a request only enqueues and
/// a thread of the monitor's own judges in the order of publication; with <see cref="MonitorOptions.Inline"/> everything runs on the publishing thread before <c>Publish</c> returns.
/// </remarks>
public sealed partial class ModelMonitor : ISignalSubscriber, IAsyncDisposable
{
    private readonly MonitorMetrics? _metrics;
    private readonly ILogger _logger;
    private readonly IReferenceSource? _references;
    private readonly MonitorState _state;
    private readonly Lock _gate = new();
    private readonly BatchedWriter<(Signal? Signal, Feedback? Feedback)>? _queue;
    private volatile IAlarmSink[] _sinks;
    private long _faults;

    /// <summary>Starts a monitor.</summary>
    /// <param name="deployment">Deployment to watch; signals of others are passed over.</param>
    /// <param name="options">How to watch.</param>
    /// <param name="references">Where training statistics come from; asked in the background when a new version answers, in whichever role. Inline, call <see cref="LoadReferenceAsync"/> or <see cref="SetReference"/> before.</param>
    /// <param name="sinks">Who hears of alarms and judgements.</param>
    /// <param name="metrics">Instruments; null measures nothing.</param>
    /// <param name="logger">Hears of alarms.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ModelMonitor(
        string deployment,
        MonitorOptions? options = null,
        IReferenceSource? references = null,
        IEnumerable<IAlarmSink>? sinks = null,
        MonitorMetrics? metrics = null,
        ILogger<ModelMonitor>? logger = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(deployment);
        options = (options ?? new MonitorOptions()).Checked(nameof(options));

        Deployment = deployment;
        _metrics = metrics;
        _references = references;
        _sinks = [.. sinks ?? []];
        _logger = QuietLogger.Over(logger);
        _state = new MonitorState(deployment, options);
        _queue = options.Inline ? null : new($"AiInfra monitor {deployment}", options.QueueCapacity, 1024, options.WhenFull, HandleAsync);
    }

    /// <summary>Deployment watched.</summary>
    public string Deployment { get; }

    /// <summary>Where the monitor stands now. Without <see cref="MonitorOptions.Inline"/>, call <see cref="FlushAsync"/> first to see everything published so far.</summary>
    public MonitorStatus Status
    {
        get
        {
            lock (_gate)
            {
                return _state.Describe(_queue?.Dropped ?? 0, Interlocked.Read(ref _faults));
            }
        }
    }

    /// <summary>Adds somebody who hears of alarms and judgements; dispose the result to stop.</summary>
    public IDisposable Subscribe(IAlarmSink sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        lock (_gate)
        {
            _sinks = [.. _sinks, sink];
        }

        return new Subscription(this, sink);
    }

    /// <summary>Says what a version is compared with. Takes effect at once when that version answers already.</summary>
    public void SetReference(int version, MonitorReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        lock (_gate)
        {
            _state.SetReference(version, reference);
        }
    }

    /// <summary>Fetches a version's reference from the source, so that it is there when the version answers.</summary>
    /// <returns>Whether the source knows it.</returns>
    /// <exception cref="InvalidOperationException">The monitor has no source.</exception>
    public async Task<bool> LoadReferenceAsync(string model, int version, CancellationToken cancellationToken = default)
    {
        IReferenceSource source = _references ?? throw new InvalidOperationException($"The monitor of '{Deployment}' has no reference source; call SetReference.");
        MonitorReference? reference = await source.FindAsync(model, version, cancellationToken).ConfigureAwait(false);
        if (reference is not null)
        {
            SetReference(version, reference);
        }

        return reference is not null;
    }

    /// <summary>Says which alarms of this deployment were on when the process before this one ended (<see cref="AlarmStore.RaisedAsync"/>): they are not raised anew, and end like any other, or when another version answers than the one they are about. A host does it at its start.</summary>
    public void TakeUpAlarms(IEnumerable<Alarm> raised)
    {
        ArgumentNullException.ThrowIfNull(raised);
        Alarm[] own = [.. raised.Where(a => a.Deployment == Deployment && a.State == AlarmState.Raised)];
        lock (_gate)
        {
            foreach (Alarm alarm in own)
            {
                _metrics?.Alarm(Deployment, alarm.Kind, true);
            }

            Tell(_state.TakeUp(own));
        }
    }

    /// <summary>Says that another version answers from now (a promotion or a rollback): windows, baseline and alarms start anew. Without it the monitor sees it by itself after <see cref="MonitorOptions.SwitchAfter"/> answers.</summary>
    public void OnVersionChanged(int version)
    {
        lock (_gate)
        {
            MonitorFindings found = _state.Switch(version);
            _metrics?.Version(Deployment, version, _state.AlarmKinds);
            Tell(found);
        }
    }

    /// <inheritdoc />
    public void OnSignal(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Deployment != Deployment)
        {
            return;
        }

        _metrics?.Requested(signal);
        Take((signal, null));
    }

    /// <inheritdoc />
    public void OnFeedback(Feedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        Take((null, feedback));
    }

    /// <summary>Waits until everything published so far is judged.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _queue?.FlushAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>Judges what still waits and ends.</summary>
    public ValueTask DisposeAsync() => _queue?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Take((Signal? Signal, Feedback? Feedback) signal)
    {
        if (_queue is null)
        {
            Handle(signal);
        }
        else if (!_queue.Add(signal))
        {
            _metrics?.Dropped(Deployment, "monitor");
            if (_queue.Dropped is 1 or 1000)
            {
                LogDropped(_logger, Deployment, _queue.Dropped);
            }
        }
    }

    private async Task HandleAsync(IReadOnlyList<(Signal? Signal, Feedback? Feedback)> batch)
    {
        foreach (var signal in batch)
        {
            if (_references is not null && signal.Signal is RowPrediction prediction && Wants(prediction.Version))
            {
                await FetchAsync(prediction).ConfigureAwait(false);
            }

            try
            {
                Handle(signal);
            }
            catch (Exception e)
            {
                // A host's metric may throw on a row; inline the hub takes care of it, here the next signals must still be judged.
                Interlocked.Increment(ref _faults);
                LogFault(_logger, e, Deployment);
            }
        }
    }

    private bool Wants(int version)
    {
        lock (_gate)
        {
            return _state.Wants(version);
        }
    }

    private async Task FetchAsync(RowPrediction prediction)
    {
        try
        {
            MonitorReference? reference = await _references!.FindAsync(prediction.Model, prediction.Version).ConfigureAwait(false);
            SetReference(prediction.Version, reference ?? new MonitorReference(null));
        }
        catch (Exception e)
        {
            // Watching goes on with a reference learned from the first inputs; the log says why.
            LogNoReference(_logger, e, Deployment, prediction.Version);
            SetReference(prediction.Version, new MonitorReference(null));
        }
    }

    private void Handle((Signal? Signal, Feedback? Feedback) signal)
    {
        lock (_gate)
        {
            int? before = _state.Version;
            long evicted = _state.Evicted;
            MonitorFindings found = signal.Signal is { } told ? _state.Take(told) : _state.Take(signal.Feedback!);
            if (_metrics is not null)
            {
                if (_state.Version is { } version && version != before)
                {
                    _metrics.Version(Deployment, version, _state.AlarmKinds);
                }

                if (_state.Evicted > evicted)
                {
                    _metrics.Evicted(Deployment, _state.Evicted - evicted);
                }

                foreach (LabelledAnswer<MonitoredAnswer> joined in found.Joined)
                {
                    _metrics.Labelled(Deployment, joined.Answer.Role);
                }
            }

            if (found.HasNews)
            {
                Tell(found);
            }
        }
    }

    private sealed class Subscription(ModelMonitor monitor, IAlarmSink sink) : IDisposable
    {
        public void Dispose()
        {
            lock (monitor._gate)
            {
                monitor._sinks = [.. monitor._sinks.Where(s => !ReferenceEquals(s, sink))];
            }
        }
    }
}
