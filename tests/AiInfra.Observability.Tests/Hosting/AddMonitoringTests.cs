using System.Diagnostics.Metrics;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Quality;
using AiInfra.Observability.Telemetry;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AiInfra.Observability.Tests.Hosting;

public sealed class AddMonitoringTests
{
    [Fact]
    public async Task Host_DriftingStream_LeavesAlarmsDriftAndPredictionsInTheCatalog()
    {
        using var folder = new TemporaryFolder();
        var heard = new Heard();
        using (IHost host = Build(ai => ai.StoreIn(folder).AddMonitoring("d", m => m.Log().Configure(o => o.WhenFull = WhenFull.Wait).Sink(heard))))
        {
            await host.StartAsync();
            ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
            await RegisterAsync(catalog, host.Services.GetRequiredService<IArtifactStore>());
            SignalHub hub = host.Services.GetRequiredService<SignalHub>();
            var random = new Random(1);
            for (int i = 0; i < 4000; i++)
            {
                hub.Publish(Make.Prediction(i, new Row(Make.Inputs, [random.NextDouble() + (i < 2000 ? 0 : 0.5), "a"])));
                hub.Publish(Make.Feedback(i, i < 2000 ? "yes" : "no"));
            }

            await host.StopAsync();
            IReadOnlyList<CatalogEvent> alarms = await catalog.Events.ListAsync(new() { Kind = EventKinds.Alarm, Subject = "d" });
            Assert.Equal(["drift", "quality"], alarms.Select(a => a.Message.Split(' ')[0]).Order());
            Assert.Equal(heard.Alarms.Select(a => a.Position), alarms.Reverse().Select(a => a.Position!.Value));
            CatalogEvent drift = (await catalog.Events.ListAsync(new() { Kind = EventKinds.Drift, Take = 1 })).Single();
            DriftFound data = drift.Read<DriftFound>();
            Assert.Equal((1, 2, true), (data.Version, data.Report.Columns.Count, data.Report.Drifted));
            Assert.Single(data.Report.NotAsked);
            CatalogEvent quality = (await catalog.Events.ListAsync(new() { Kind = EventKinds.Quality, Take = 1 })).Single();
            Assert.Equal(0.05, quality.Read<QualityJudged>().Report.BaselineLoss, 12);
            Assert.Equal(4000, await catalog.Predictions.ReadAsync(new() { Deployment = "d", Labelled = true }).CountAsync());
        }
    }

    [Fact]
    public async Task Start_OptionOutOfRange_NamesDeploymentAndOption()
    {
        using IHost host = Build(ai => ai.AddMonitoring("d", m => m.Drift(d => d.Window = 1)));
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        string fault = Assert.Single(e.Failures);
        Assert.StartsWith("MonitorOptions of 'd': Drift.Window is at least ", fault, StringComparison.Ordinal);

        // Without a host, in the same words.
        ArgumentException alone = Assert.Throws<ArgumentException>("options", () => new ModelMonitor("d", new MonitorOptions { Drift = new() { Window = 1 } }));
        Assert.Contains(fault["MonitorOptions of 'd': ".Length..], alone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_LogWithoutCatalog_SaysWhatToDo()
    {
        using IHost host = Build(ai => ai.AddMonitoring("d", m => m.Log()));
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Contains("StoreIn", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddMonitoring_TwoDeployments_EachHasItsMonitor()
    {
        using IHost host = Build(ai => ai.AddMonitoring("a").AddMonitoring("b", m => m.WithoutDrift()).AddMonitoring("a", m => m.Configure(o => o.PendingLabels = 7)));
        await host.StartAsync();
        SignalHub hub = host.Services.GetRequiredService<SignalHub>();
        for (int i = 0; i < 10; i++)
        {
            hub.Publish(Make.Prediction(i, deployment: "a"));
        }

        ModelMonitor a = host.Services.GetRequiredKeyedService<ModelMonitor>("a"), b = host.Services.GetRequiredKeyedService<ModelMonitor>("b");
        await a.FlushAsync();
        await b.FlushAsync();
        Assert.Equal((10, 7, 0), (a.Status.Predictions, a.Status.Pending, b.Status.Predictions));
        await host.StopAsync();
    }

    [Fact]
    public void Metrics_OfAStream_AreMeasuredUnderTheirNames()
    {
        var seen = new Dictionary<string, double>();
        using ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        using var metrics = new MonitorMetrics(meters);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            // A listener is the process's: only what is measured here counts.
            if (instrument.Meter.Name == MonitorMetrics.MeterName && instrument.Meter.Scope == meters)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => seen[tags.ToArray().Any(t => t is { Key: "aiinfra.drift.test", Value: "ks" }) ? i.Name + " ks" : i.Name] = v);
        listener.SetMeasurementEventCallback<int>((i, v, _, _) => seen[i.Name] = v);
        listener.SetMeasurementEventCallback<long>((i, v, _, _) => seen[i.Name] = seen.GetValueOrDefault(i.Name) + v);
        listener.Start();
        var monitor = new ModelMonitor("metrics", new() { Inline = true, PendingLabels = 1500 }, metrics: metrics);
        var random = new Random(2);
        for (int i = 0; i < 4000; i++)
        {
            monitor.OnSignal(Make.Prediction(i, new Row(Make.Inputs, [random.NextDouble() + (i < 2000 ? 0 : 0.5), "a"]), deployment: "metrics"));
            if (i % 2 == 0)
            {
                monitor.OnFeedback(Make.Feedback(i, "yes"));
            }
        }

        monitor.OnSignal(Make.Failure(1, "InferenceException") with { Deployment = "metrics" });
        Assert.Equal(4000, seen["aiinfra.predictions.answered"]);
        Assert.Equal(1, seen["aiinfra.predictions.failed"]);
        Assert.InRange(seen["aiinfra.drift.statistic ks"], 0.1, 1);
        Assert.Equal(2000, seen["aiinfra.predictions.labelled"]);
        Assert.Equal(500, seen["aiinfra.predictions.evicted"]);
        Assert.Equal(0.001, seen["aiinfra.prediction.duration"], 12);
        Assert.Equal(1, seen["aiinfra.quality.value"]);
        Assert.Equal(1, seen["aiinfra.drift.columns"]);
        Assert.Equal(1, seen["aiinfra.alarm.state"]);
        Assert.Equal(1, seen["aiinfra.deployment.version"]);
    }

    private static IHost Build(Action<AiInfra.Core.Hosting.AiInfraBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAiInfra(configure);
        return builder.Build();
    }

    private static async Task RegisterAsync(ICatalog catalog, IArtifactStore artifacts)
    {
        var random = new Random(3);
        var schema = new RowSchema([.. Make.Inputs.Columns, new("gone", ValueKind.Number)]);
        TableSummary summary = TableSketch.Summarize(schema, Enumerable.Range(0, 5000).Select(_ => new Row(schema, [random.NextDouble(), "a", Value.Missing])));
        var commit = new DatasetCommit
        {
            Id = "c1",
            Dataset = "set",
            Message = "training",
            At = Make.Start,
            Files = [],
            Schema = "[]",
            Statistics = await artifacts.PutAsync(new MemoryStream(summary.ToJson())),
        };
        await catalog.Datasets.CommitAsync(commit);
        await catalog.Models.RegisterAsync(new ModelVersion
        {
            Model = "m",
            DatasetCommitId = "c1",
            Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = commit.Statistics.Value },
            Metrics = QualityBaseline.FromAccuracy(0.95, 1000).ToMetrics(),
        });
    }
}
