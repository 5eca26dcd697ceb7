// <readme> docs/telemetry.md 1
using OpenTelemetry.Metrics;
// </readme>
using System.Diagnostics;
using AiInfra.Core.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Readmes;

/// <summary>The code of docs/telemetry.md, run.</summary>
public sealed class TelemetryDocTests
{
    [Fact]
    public async Task Telemetry_Host_HearsTheSources()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(["--urls", "http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();

        // <readme> docs/telemetry.md 1
        // Given: WebApplicationBuilder builder
        builder.Services.AddOpenTelemetry()
            .WithMetrics(m => m.AddMeter("AiInfra*").AddPrometheusExporter())
            .WithTracing(t => t.AddSource("AiInfra*"));
        // </readme>

        await using WebApplication app = builder.Build();
        await app.StartAsync();
        using var source = new ActivitySource("AiInfra");
        using var meter = new System.Diagnostics.Metrics.Meter("AiInfra");
        string? name = new Operations(source, meter, "retrain", "aiinfra.test.duration", "", "aiinfra.test.name").Run("late", _ => Activity.Current?.DisplayName);
        Assert.Equal("retrain late", name);
        await app.StopAsync();
    }
}
