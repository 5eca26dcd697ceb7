using AiInfra.Core.Signals;
using AiInfra.Observability.Telemetry;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Alerts;

/// <summary>Writes every change of an alarm to the host's store, on a thread of its own.</summary>
internal sealed partial class AlarmRecorder : IAlarmSink, IAsyncDisposable
{
    private readonly AlarmStore _store;
    private readonly MonitorMetrics _metrics;
    private readonly ILogger _logger;
    private readonly BatchedWriter<Alarm> _queue;

    public AlarmRecorder(AlarmStore store, MonitorMetrics metrics, ILogger<AlarmRecorder>? logger)
    {
        _store = store;
        _metrics = metrics;
        _logger = QuietLogger.Over(logger);
        _queue = new("AiInfra alarms", 1024, 64, WhenFull.Drop, WriteAsync);
    }

    public void OnAlarm(Alarm alarm)
    {
        if (!_queue.Add(alarm))
        {
            Lose([alarm], null);
        }
    }

    public Task FlushAsync(CancellationToken cancellationToken) => _queue.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    private Task WriteAsync(IReadOnlyList<Alarm> batch) => BatchWrite.AddAsync(batch, alarms => _store.AddAsync([.. alarms]), Lose);

    private void Lose(IReadOnlyList<Alarm> alarms, Exception? e)
    {
        foreach (Alarm alarm in alarms)
        {
            _metrics.Dropped(alarm.Deployment, "alarms");
            LogLost(_logger, e, alarm.Kind, alarm.Deployment, alarm.State);
        }
    }

    [LoggerMessage(EventId = 7022, Level = LogLevel.Error, Message = "The store does not know of the alarm {Kind} of {Deployment}: {State} was not written. After a restart it counts as it was before.")]
    private static partial void LogLost(ILogger logger, Exception? e, string kind, string deployment, AlarmState state);
}
