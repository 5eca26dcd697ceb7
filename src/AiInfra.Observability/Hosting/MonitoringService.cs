using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Predictions;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Observability.Hosting;

/// <summary>Listens while the host runs; when it stops, judges and writes what still waits.</summary>
internal sealed class MonitoringService(SignalHub hub, ModelMonitor monitor, PredictionLogger? log, CatalogEventSink? events) : IHostedService
{
    private readonly List<IDisposable> _subscriptions = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _subscriptions.Add(hub.Subscribe(monitor));
        if (log is not null)
        {
            _subscriptions.Add(hub.Subscribe(log));
        }

        return Task.CompletedTask;
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
}
