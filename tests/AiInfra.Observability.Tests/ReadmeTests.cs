// <readme> src/AiInfra.Observability/README.md 1
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Quality;
// </readme>
using AiInfra.Core.Retention;
using AiInfra.Observability.Tests;
using AiInfra.Readmes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Readmes;

/// <summary>The code of the package's README, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Monitor_RunsAndRaises()
    {
        var random = new Random(1);
        Row[] trainingRows = [.. Enumerable.Range(0, 2000).Select(_ => new Row(Make.Inputs, [random.NextDouble(), "a"]))];
        IEnumerable<RowPrediction> stream = trainingRows.Select((r, i) => Make.Prediction(i, r, Make.Answer("down"), deployment: "price-up"));

        // <readme> src/AiInfra.Observability/README.md 1
        // Given: Row[] trainingRows; IEnumerable<RowPrediction> stream
        var hub = new SignalHub();
        await using var monitor = new ModelMonitor("price-up", new MonitorOptions { Inline = true });
        TableSummary inputs = TableSketch.Summarize(trainingRows[0].Schema, trainingRows);
        monitor.SetReference(version: 1, new MonitorReference(inputs, QualityBaseline.FromAccuracy(0.9, rows: 1000)));
        hub.Subscribe(monitor);

        foreach (RowPrediction prediction in stream)
        {
            hub.Publish(prediction);                                                     // serving does this
            hub.Publish(new Feedback(prediction.Id, "up", prediction.At.AddHours(1)));   // when the truth is known
        }

        Console.WriteLine(monitor.Status.QualityAlarm);
        // </readme>

        Assert.True(monitor.Status.QualityAlarm);
        Assert.False(monitor.Status.DriftAlarm);
    }

    [Fact]
    public async Task Readme_Host_Starts()
    {
        using var folder = new ReadmeFolder();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();

        // <readme> src/AiInfra.Observability/README.md 2
        // Given: HostApplicationBuilder builder
        builder.Services.AddAiInfra(ai => ai.StoreIn("data"))
            .AddMonitoring("price-up", m => m
                .Drift(d => d.Window = 1000)
                .Quality(q => q.Window = 500)
                .Log(l => l.Share = 0.1));
        // </readme>

        using IHost host = builder.Build();
        await host.StartAsync();
        Assert.False(host.Services.GetRequiredKeyedService<ModelMonitor>("price-up").Status.QualityAlarm);
        await host.StopAsync();
    }

    [Fact]
    public async Task Operations_Retention_IsWhatWasSaid()
    {
        using var folder = new ReadmeFolder();
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();

        // <readme> docs/operations.md 1
        // Given: WebApplicationBuilder builder
        builder.Services.AddAiInfra(ai => ai.StoreIn("data"))
            .AddMonitoring("price-up")            // brings the module "alarms"
            .AddRetention(r =>
            {
                r.Predictions = new() { Age = TimeSpan.FromDays(90), Bytes = 20L << 30 };
                r.Events = new() { Age = TimeSpan.FromDays(365) };
                r.Versions = new() { Rows = 20 };
                r.Runs = new() { Age = TimeSpan.FromDays(180) };
                r.Pipelines = new() { Age = TimeSpan.FromDays(90) };
                r.Modules["alarms"] = new() { Age = TimeSpan.FromDays(365) };
                r.Artifacts = new();
                r.DryRun = true;      // first look what would go
            });
        // </readme>

        using IHost host = builder.Build();
        await host.StartAsync();
        RetentionOptions options = host.Services.GetRequiredService<IOptions<RetentionOptions>>().Value;
        Assert.Equal((20L, true), (options.Versions!.Rows!.Value, options.DryRun));
        await host.StopAsync();
    }
}
