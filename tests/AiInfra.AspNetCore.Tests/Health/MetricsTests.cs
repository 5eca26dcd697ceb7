using System.Diagnostics.Metrics;
using System.Net;
using AiInfra.AspNetCore.Tests.Inference;
using AiInfra.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace AiInfra.AspNetCore.Tests.Health;

public sealed class MetricsTests
{
    [Fact]
    public async Task Metrics_ByOpenTelemetryInTheHost_ShowTheDeploymentsInPrometheusText()
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) },
            s => s.AddOpenTelemetry().WithMetrics(m => m.AddMeter("AiInfra*").AddPrometheusExporter()),
            app =>
            {
                app.MapAiInfra();
                app.MapPrometheusScrapingEndpoint("/metrics");
            });

        // The meter of the learning loop has the product's name and no more.
        using var loop = new Meter("AiInfra");
        loop.CreateCounter<long>("aiinfra.learning.events").Add(1);
        await host.PostAsync("v2/models/sum/infer", InferTests.Request("[1,2]", "[1,2]"));
        (HttpStatusCode status, string body) = await host.GetAsync("metrics");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("aiinfra_serving_request_duration_seconds_count", body);
        Assert.Contains("aiinfra_learning_events", body);
        Assert.Contains("aiinfra_deployment_name=\"sum\"", body);
        Assert.Matches(@"aiinfra_serving_request_duration_seconds_bucket\{[^}]*le=""0\.001""\}", body);
    }
}
