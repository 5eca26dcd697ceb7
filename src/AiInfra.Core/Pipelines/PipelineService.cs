using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Core.Pipelines;

/// <summary>Runs scheduled pipelines while the host runs. What is wrong with a pipeline's composition is an error at the start.</summary>
internal sealed partial class PipelineService(PipelineScheduler scheduler, TimeProvider time, ILogger<PipelineService> logger) : BackgroundService
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);

    // Clocks are set and machines sleep: the time is looked at again this often.
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(scheduler.Names.Where(n => scheduler.Next(n) is not null).Select(n => RunAsync(n, stoppingToken)));

    private async Task RunAsync(string pipeline, CancellationToken stoppingToken)
    {
        try
        {
            TimeSpan fault = s_shortest; // longer and longer, so that what stays wrong does not fill the log
            while (true)
            {
                bool looked = await TryAsync(pipeline, stoppingToken).ConfigureAwait(false);
                TimeSpan pause = looked && scheduler.Next(pipeline) is { } next ? next - time.GetUtcNow() : fault;
                fault = looked ? s_shortest : TimeSpan.FromTicks(Math.Min(fault.Ticks * 2, s_longest.Ticks));
                await Task.Delay(TimeSpan.FromTicks(Math.Clamp(pause.Ticks, TimeSpan.TicksPerMillisecond, s_longest.Ticks)), time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            LogStopped(logger, pipeline);
        }
    }

    private async Task<bool> TryAsync(string pipeline, CancellationToken stoppingToken)
    {
        try
        {
            while (await scheduler.RunDueAsync(pipeline, stoppingToken).ConfigureAwait(false) is not null)
            {
                stoppingToken.ThrowIfCancellationRequested();
            }

            return true;
        }
        catch (PipelineFailedException)
        {
            return true; // told by the scheduler; the next run comes at its time
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogFault(logger, e, pipeline);
            return false;
        }
    }

    [LoggerMessage(EventId = 1114, Level = LogLevel.Error, Message = "Pipeline {Pipeline} could not be looked after; it is tried again.")]
    private static partial void LogFault(ILogger logger, Exception e, string pipeline);

    [LoggerMessage(EventId = 1115, Level = LogLevel.Debug, Message = "The schedule of pipeline {Pipeline} stopped.")]
    private static partial void LogStopped(ILogger logger, string pipeline);
}
