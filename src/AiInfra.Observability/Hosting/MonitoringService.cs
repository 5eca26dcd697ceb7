using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Predictions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Hosting;

/// <summary>Listens while the host runs; when it stops, judges and writes what still waits.</summary>
internal sealed partial class MonitoringService(SignalHub hub, ModelMonitor monitor, PredictionLogger? log, CatalogEventSink? events, ICatalog? catalog, ILogger logger) : IHostedService
{
    private readonly List<IDisposable> _subscriptions = [];

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(hub.Subscribe(monitor));
        if (log is not null)
        {
            _subscriptions.Add(hub.Subscribe(log));
            await TakeUpAlarmAsync(log, cancellationToken).ConfigureAwait(false);
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

        if (log is not null)
        {
            await log.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The page shows an alarm until it goes off: one that a dead process left on goes off in this one.</summary>
    private async Task TakeUpAlarmAsync(PredictionLogger taking, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<CatalogEvent> alarms = catalog is null ? [] : await catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Alarm, Subject = monitor.Deployment, Take = 100 }, cancellationToken).ConfigureAwait(false);
            AlarmChanged? last = alarms.Select(a => a.Read<AlarmChanged>()).FirstOrDefault(a => a.Kind == Alarm.Log);
            if (last is { IsCleared: false })
            {
                taking.AlarmWasRaised();
            }
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            // A store that can't be read keeps no host from starting; who reads it for an answer says why.
            LogUnread(logger, e, monitor.Deployment);
        }
    }

    [LoggerMessage(EventId = 7034, Level = LogLevel.Warning, Message = "The alarms of {Deployment} could not be read from the catalog.")]
    private static partial void LogUnread(ILogger logger, Exception e, string deployment);
}
