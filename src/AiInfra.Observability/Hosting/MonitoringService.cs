using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Predictions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Hosting;

/// <summary>Listens while the host runs; when it stops, judges and writes what still waits.</summary>
internal sealed partial class MonitoringService(SignalHub hub, ModelMonitor monitor, PredictionLogger? log, CatalogEventSink? events, AlarmRecorder? recorder, AlarmStore? alarms, ILogger logger) : IHostedService
{
    private readonly List<IDisposable> _subscriptions = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await TakeUpAlarmsAsync(cancellationToken).ConfigureAwait(false);
        _subscriptions.Add(hub.Subscribe(monitor));
        if (log is not null)
        {
            _subscriptions.Add(hub.Subscribe(log));
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _subscriptions.ForEach(s => s.Dispose());
        _subscriptions.Clear();
        await monitor.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (events is not null)
        {
            await events.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        if (recorder is not null)
        {
            await recorder.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        if (log is not null)
        {
            await log.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>An alarm that a dead process left on is on in this one, and goes off in it.</summary>
    private async Task TakeUpAlarmsAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<Alarm> raised = alarms is null ? [] : await alarms.RaisedAsync(monitor.Deployment, cancellationToken).ConfigureAwait(false);
            monitor.TakeUpAlarms(raised);
            if (log is not null && raised.Any(a => a.Kind == Alarm.Log))
            {
                log.AlarmWasRaised();
            }
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            // A store that can't be read keeps no host from starting; who reads it for an answer says why.
            LogUnread(logger, e, monitor.Deployment);
        }
    }

    [LoggerMessage(EventId = 7034, Level = LogLevel.Warning, Message = "The alarms of {Deployment} could not be read from the store.")]
    private static partial void LogUnread(ILogger logger, Exception e, string deployment);
}
