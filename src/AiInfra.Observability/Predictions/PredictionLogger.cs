using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Predictions;

/// <summary>Writes signals (answers of rows and of anything else, failures) and feedback to the catalog, in order, in batches, on a thread of its own. A store that stands still costs no answer: what finds no room is dropped and counted, so that what was published is <see cref="Written"/> + <see cref="Skipped"/> + <see cref="Dropped"/> + <see cref="Lost"/> once flushed. The log joins late labels by id, and those of a request to its shadows by <see cref="Signal.Of"/>.</summary>
/// <remarks>Thread-safe. Dispose it to write what still waits; a store that refuses then is not asked again, and the rest counts as lost.</remarks>
public sealed partial class PredictionLogger : ISignalSubscriber, IAsyncDisposable
{
    private readonly IPredictionLog _log;
    private readonly string? _deployment;
    private readonly PredictionLogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly MonitorMetrics? _metrics;
    private readonly BatchedWriter<(Signal? Signal, Feedback? Feedback)> _queue;
    private readonly IAlarmSink[] _sinks;
    private readonly LogAlarm _alarm;
    private readonly CancellationTokenSource _ending = new();
    private readonly ulong _limit;
    private bool _refusedAtEnd;
    private int _version;
    private long _seen;
    private long _written;
    private long _skipped;
    private long _lost;
    private long _lostReported;
    private Exception? _lastError;

    /// <summary>Starts a logger; subscribe it to a <see cref="SignalHub"/>.</summary>
    /// <param name="log">Where to.</param>
    /// <param name="options">How.</param>
    /// <param name="deployment">Only signals of this deployment; null for all. Feedback names no deployment and is always taken.</param>
    /// <param name="time">Clock for pauses between attempts and for the alarm.</param>
    /// <param name="logger">Hears of rows that were lost.</param>
    /// <param name="metrics">Counts what is dropped or lost; null counts in the properties only.</param>
    /// <param name="sinks">Who hears the alarm <see cref="Alarm.Log"/>: on within a second of the first loss, off after a minute without one.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public PredictionLogger(
        IPredictionLog log,
        PredictionLogOptions? options = null,
        string? deployment = null,
        TimeProvider? time = null,
        ILogger<PredictionLogger>? logger = null,
        MonitorMetrics? metrics = null,
        IEnumerable<IAlarmSink>? sinks = null)
    {
        ArgumentNullException.ThrowIfNull(log);
        _options = (options ?? new PredictionLogOptions()).Checked(nameof(options));

        _log = log;
        _deployment = deployment;
        _time = time ?? TimeProvider.System;
        _metrics = metrics;
        _logger = QuietLogger.Over(logger);
        _limit = _options.Share >= 1 ? ulong.MaxValue : (ulong)(_options.Share * ulong.MaxValue);
        _sinks = [.. sinks ?? []];
        _queue = new($"AiInfra log {deployment}".TrimEnd(), _options.Capacity, _options.BatchSize, _options.WhenFull, WriteAsync);
        _alarm = new LogAlarm(_time, () => new LostSignals(Dropped, Lost), Tell);
        _metrics?.Logging(_deployment ?? "", Alarm.Log);
    }

    /// <summary>Predictions and feedback that reached the store.</summary>
    public long Written => Interlocked.Read(ref _written);

    /// <summary>Those left out by sampling.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Those dropped because the queue was full (<see cref="WhenFull.Drop"/>) or the logger was disposed.</summary>
    public long Dropped => _queue.Dropped;

    /// <summary>Those the store refused to the last attempt.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <inheritdoc />
    /// <exception cref="ArgumentException">It has no id.</exception>
    public void OnSignal(Signal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentException.ThrowIfNullOrEmpty(signal.Id, nameof(signal));
        if (_deployment is null || signal.Deployment == _deployment)
        {
            Interlocked.Increment(ref _seen);
            Volatile.Write(ref _version, signal.Version);
            Take(signal.Of ?? signal.Id, (signal, null));
        }
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">It names no prediction.</exception>
    public void OnFeedback(Feedback feedback)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        ArgumentException.ThrowIfNullOrEmpty(feedback.PredictionId, nameof(feedback));
        Take(feedback.PredictionId, (null, feedback));
    }

    /// <summary>Whether a request with this id is logged; its shadows and its feedback go with it.</summary>
    /// <param name="requestId">The id of the answer that the caller got.</param>
    public bool IsSampled(string requestId) => _limit == ulong.MaxValue || StableHash.Of(requestId) < _limit;

    /// <summary>Waits until all that came before is in the store.</summary>
    /// <exception cref="PredictionLogException">Rows were lost since the last flush.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken = default)
    {
        await _queue.FlushAsync(cancellationToken).ConfigureAwait(false);
        long lost = Lost, news = lost - Interlocked.Exchange(ref _lostReported, lost);
        if (news > 0)
        {
            throw new PredictionLogException($"{news} predictions or feedback could not be written after {_options.Attempts} attempts: {_lastError?.Message}", _lastError);
        }
    }

    /// <summary>Says that the alarm was on when the process before this one ended.</summary>
    internal void AlarmWasRaised() => _alarm.WasRaised();

    /// <summary>Writes what still waits. Lost rows were logged and stay in <see cref="Lost"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        _alarm.Dispose();
        await _ending.CancelAsync().ConfigureAwait(false);
        await _queue.DisposeAsync().ConfigureAwait(false);
    }

    private void Take(string id, (Signal? Signal, Feedback? Feedback) signal)
    {
        if (!IsSampled(id))
        {
            Interlocked.Increment(ref _skipped);
        }
        else if (!_queue.Add(signal))
        {
            _metrics?.Dropped(_deployment ?? "", "log");
        }
    }

    private async Task WriteAsync(IReadOnlyList<(Signal? Signal, Feedback? Feedback)> batch)
    {
        TimeSpan pause = TimeSpan.FromSeconds(0.1);
        for (int attempt = 1; ; attempt++)
        {
            bool ending = _ending.IsCancellationRequested;
            if (_refusedAtEnd)
            {
                Lose(batch.Count, attempt - 1, _lastError);
                return;
            }

            try
            {
                await AddAsync(batch).ConfigureAwait(false);
                return;
            }
            catch (Exception) when (attempt >= _options.Attempts && !ending && batch.Count > 1)
            {
                // One row that the store does not take must not lose those beside it.
                await BatchWrite.OneByOneAsync(batch, AddAsync, (rows, e) => Lose(rows.Count, attempt + 1, e)).ConfigureAwait(false);
                return;
            }
            catch (Exception e) when (attempt >= _options.Attempts || ending)
            {
                // Whatever a store throws: the next batches must still be written, and the loss is counted, logged and thrown by FlushAsync.
                _refusedAtEnd = ending;
                Lose(batch.Count, attempt, e);
                return;
            }
            catch (Exception e)
            {
                LogRetry(_logger, e, batch.Count, attempt);
                await Task.Delay(pause, _time, _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause *= 4;
            }
        }
    }

    private async Task AddAsync(IReadOnlyList<(Signal? Signal, Feedback? Feedback)> batch)
    {
        await _log.AddAsync([.. batch.Select(s => s.Signal).OfType<Signal>()], [.. batch.Select(s => s.Feedback).OfType<Feedback>()]).ConfigureAwait(false);
        Interlocked.Add(ref _written, batch.Count);
    }

    private void Lose(int rows, int attempts, Exception? e)
    {
        _lastError = e;
        Interlocked.Add(ref _lost, rows);
        _metrics?.Dropped(_deployment ?? "", "store", rows);
        LogLost(_logger, e, rows, attempts);
    }

    private void Tell(AlarmState state, LostSignals loss)
    {
        string message = state == AlarmState.Raised
            ? $"The prediction log can't keep up with the answers, which go on: {loss.Dropped} signals found no room, {loss.Refused} were refused by the store{(_lastError is { } last ? $" ({last.Message})" : "")}."
            : $"The prediction log keeps everything again; without a row are {loss.Dropped} signals that found no room and {loss.Refused} that the store refused.";
        var alarm = new Alarm(_deployment ?? "", Alarm.Log, state, Volatile.Read(ref _version), Interlocked.Read(ref _seen), _time.GetUtcNow(), message);
        _metrics?.Alarm(alarm.Deployment, alarm.Kind, state == AlarmState.Raised);
        LogAlarmed(_logger, state == AlarmState.Raised ? LogLevel.Error : LogLevel.Information, alarm.Deployment, message);
        foreach (IAlarmSink sink in _sinks)
        {
            try
            {
                sink.OnAlarm(alarm);
            }
            catch (Exception e)
            {
                // One listener's fault must not keep the others from hearing it.
                LogSinkFault(_logger, e, sink.GetType().Name);
            }
        }
    }

    [LoggerMessage(EventId = 7001, Level = LogLevel.Error, Message = "{Rows} predictions or feedback were lost: the store refused them {Attempts} times.")]
    private static partial void LogLost(ILogger logger, Exception? e, int rows, int attempts);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "The store refused {Rows} predictions or feedback at attempt {Attempt}; they are tried again.")]
    private static partial void LogRetry(ILogger logger, Exception e, int rows, int attempt);

    [LoggerMessage(EventId = 7003, Message = "Log of {Deployment}: {Message}")]
    private static partial void LogAlarmed(ILogger logger, LogLevel level, string deployment, string message);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Error, Message = "Alarm sink {Sink} threw; the others were still told.")]
    private static partial void LogSinkFault(ILogger logger, Exception e, string sink);
}
