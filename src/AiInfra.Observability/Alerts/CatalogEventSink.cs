using System.Collections.Concurrent;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Signals;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;
using AiInfra.Observability.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Alerts;

/// <summary>Writes judgements and alarms to the catalog as events (<see cref="DriftFound"/>, <see cref="QualityJudged"/>, <see cref="DetectorJudged"/>, <see cref="AlarmChanged"/>).</summary>
/// <remarks>Thread-safe; writes on a thread of its own and never makes a caller wait. What finds 1,024 events waiting, or what the store refuses, is counted, measured and logged. Dispose it to write what still waits.</remarks>
public sealed partial class CatalogEventSink : IAlarmSink, IAsyncDisposable
{
    private readonly IEventStore _events;
    private readonly ILogger _logger;
    private readonly MonitorMetrics? _metrics;
    private readonly BatchedWriter<CatalogEvent> _queue;
    private readonly ConcurrentDictionary<(string Deployment, string Detector), bool> _found = new();
    private long _lost;

    /// <summary>Starts a sink.</summary>
    /// <param name="events">Where to.</param>
    /// <param name="logger">Hears of events that were lost.</param>
    /// <param name="metrics">Counts them; null counts in <see cref="Lost"/> only.</param>
    public CatalogEventSink(IEventStore events, ILogger<CatalogEventSink>? logger = null, MonitorMetrics? metrics = null)
    {
        ArgumentNullException.ThrowIfNull(events);
        _events = events;
        _logger = QuietLogger.Over(logger);
        _metrics = metrics;
        _queue = new("AiInfra events", 1024, 64, WhenFull.Drop, WriteAsync);
    }

    /// <summary>Events the store refused, that found no room, or that came after disposal.</summary>
    public long Lost => Interlocked.Read(ref _lost) + _queue.Dropped;

    /// <inheritdoc />
    public void OnAlarm(Alarm alarm)
    {
        ArgumentNullException.ThrowIfNull(alarm);
        bool raised = alarm.State == AlarmState.Raised;
        var data = new AlarmChanged(alarm.Deployment, alarm.Kind, raised ? AlarmChanged.Raised : AlarmChanged.Cleared, alarm.Version, alarm.Position, alarm.At, alarm.Message);
        Add(CatalogEvent.Of(EventKinds.Alarm, alarm.Deployment, alarm.At, $"{alarm.Kind} {(raised ? "raised" : "cleared")}: {alarm.Message}", data, alarm.Position));
    }

    /// <inheritdoc />
    public void OnDrift(string deployment, int version, DriftReport report, long position)
    {
        ArgumentNullException.ThrowIfNull(report);
        string message = report.Drifted ? "Inputs drifted: " + string.Join(", ", report.DriftedColumns.Take(10).Select(c => c.Column)) : "Inputs as in training.";
        Add(CatalogEvent.Of(EventKinds.Drift, deployment, report.At, message, new DriftFound(version, EventRecords.Of(report)), position));
    }

    /// <inheritdoc />
    public void OnQuality(string deployment, int version, PredictionRole role, QualityReport report, long position)
    {
        ArgumentNullException.ThrowIfNull(report);
        string message = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{report.Metric} {report.Value:0.####} ({role}, version {version}){(report.Degraded ? ", degraded" : "")}");
        Add(CatalogEvent.Of(EventKinds.Quality, deployment, report.At, message, new QualityJudged(version, role.ToString(), EventRecords.Of(report)), position));
    }

    /// <summary>A judgement of a detector: each that found something, and the first after it that did not. A detector that finds nothing writes nothing.</summary>
    /// <inheritdoc />
    public void OnFinding(string deployment, int version, string detector, DetectorFinding finding, long position, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(finding);
        bool found = _found.GetValueOrDefault((deployment, detector));
        _found[(deployment, detector)] = finding.Found;
        if (finding.Found || found)
        {
            Add(CatalogEvent.Of(EventKinds.Detector, deployment, at, $"{detector}: {finding.Message}", new DetectorJudged(detector, version, finding.Found), position));
        }
    }

    /// <summary>Waits until all that came before is in the store, or counted in <see cref="Lost"/>.</summary>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _queue.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private void Add(CatalogEvent happening)
    {
        if (!_queue.Add(happening))
        {
            _metrics?.Dropped(happening.Subject, "events");
            if (_queue.Dropped is 1 or 1000)
            {
                LogDropped(_logger, _queue.Dropped, happening.Message);
            }
        }
    }

    private Task WriteAsync(IReadOnlyList<CatalogEvent> batch) => BatchWrite.AddAsync(batch, events => _events.AddAsync([.. events]), Lose);

    private void Lose(IReadOnlyList<CatalogEvent> events, Exception e)
    {
        Interlocked.Add(ref _lost, events.Count);
        foreach (CatalogEvent happening in events)
        {
            _metrics?.Dropped(happening.Subject, "events");
        }

        LogLost(_logger, e, events.Count, events[0].Message);
    }

    [LoggerMessage(EventId = 7020, Level = LogLevel.Error, Message = "{Count} events could not be written to the catalog, the first: {First}")]
    private static partial void LogLost(ILogger logger, Exception e, int count, string first);

    [LoggerMessage(EventId = 7021, Level = LogLevel.Error, Message = "The store takes no events and as many as may are waiting: {Count} dropped so far, now: {Message}")]
    private static partial void LogDropped(ILogger logger, long count, string message);
}
