using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.Serving.Hosting;

/// <summary>Starts the host's deployments, and looks now and then whether another process changed them.</summary>
internal sealed partial class ServingHostedService(Lazy<IDeployments> deployments, IOptionsMonitor<DeploymentOptions> options, TimeProvider time, ILogger<ServingHostedService> logger) : BackgroundService
{
    private static readonly TimeSpan MostDelay = TimeSpan.FromSeconds(30);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // The native runtime loads while the store opens. Where it is missing, the first model says so.
        Task runtime = Task.Run(OnnxSessionFactory.LoadNative, cancellationToken);
        foreach (Deployment deployment in deployments.Value.All)
        {
            // A deployment that cannot answer says so when asked; it must not keep the others from answering.
            await RefreshAsync(deployment, deployment.StartAsync, cancellationToken).ConfigureAwait(false);
        }

        await runtime.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        deployments.Value.All.Select(d => (Deployment: d, options.Get(d.Name).RefreshEvery)).Where(d => d.RefreshEvery is not null).Select(d => WatchAsync(d.Deployment, d.RefreshEvery!.Value, stoppingToken)));

    private async Task WatchAsync(Deployment deployment, TimeSpan every, CancellationToken stoppingToken)
    {
        TimeSpan delay = every;
        try
        {
            while (true)
            {
                await Task.Delay(delay, time, stoppingToken).ConfigureAwait(false);

                // What was unloaded by request stays so.
                bool isDone = deployment.Status == DeploymentStatus.Unloaded || await RefreshAsync(deployment, deployment.RefreshAsync, stoppingToken).ConfigureAwait(false);

                // A version that does not load is heavy to try, and its error is long.
                delay = isDone ? every : TimeSpan.FromTicks(Math.Max(every.Ticks, Math.Min(2 * delay.Ticks, MostDelay.Ticks)));
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<bool> RefreshAsync(Deployment deployment, Func<CancellationToken, Task> refresh, CancellationToken cancellationToken)
    {
        try
        {
            DeploymentStatus before = deployment.Status;
            await refresh(cancellationToken).ConfigureAwait(false);
            if (deployment.Status != before)
            {
                LogState(logger, deployment.Name, deployment.Status);
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever a store or a loader of the host's own throws: an error here would stop the whole host. What was loaded goes on answering.
            LogFailed(logger, e, deployment.Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 3004, Level = LogLevel.Debug, Message = "Deployment {Deployment} is {Status}.")]
    private static partial void LogState(ILogger logger, string deployment, DeploymentStatus status);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Error, Message = "Deployment {Deployment} could not be brought to what the catalog says.")]
    private static partial void LogFailed(ILogger logger, Exception e, string deployment);
}
