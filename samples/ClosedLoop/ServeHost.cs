using OpenTelemetry.Metrics;

namespace ClosedLoop;

/// <summary>Serves what a run left: the champion over the Open Inference Protocol, health, metrics, and the page.</summary>
internal static class ServeHost
{
    public static async Task RunAsync(RunOptions options, string store, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddAiInfra(ai => ai.StoreIn(store))
            .AddServing(StreamRun.Deployment, s => s.Batch(maxSize: 64, maxDelay: TimeSpan.FromMilliseconds(1)))
            .AddMonitoring(StreamRun.Deployment, m => m.Drift().Quality().Log());
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter("AiInfra*").AddPrometheusExporter());
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);   // what fails is said once, below
        WebApplication app = builder.Build();
        app.MapAiInfra();
        app.MapPrometheusScrapingEndpoint("/metrics");
        app.Urls.Add(options.Urls);
        Console.WriteLine($"Serving on {options.Urls}: the page at /aiinfra, the Open Inference Protocol at /v2, /healthz, /metrics. Ctrl+C ends it.");
        try
        {
            await app.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
        {
            throw new IOException($"{e.Message} Choose another address with --urls; the results are in {options.Out}.", e);
        }
    }
}
