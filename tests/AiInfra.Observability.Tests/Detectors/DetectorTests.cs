using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Quality;
using AiInfra.Support;
using AiInfra.Support.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Observability.Tests.Detectors;

/// <summary>Detectors as a host writes them: by the public interface, registered in one line.</summary>
public sealed class DetectorTests
{
    [Fact]
    public void Finding_RaisesAndClearsAnAlarmUnderItsName()
    {
        var (hub, monitor, heard) = Start(() => new FailureRate());
        Publish(hub, 0, 200, failing: false);
        Assert.Empty(heard.Alarms);
        Publish(hub, 200, 200, failing: true);
        Assert.Equal(["failures"], monitor.Status.DetectorAlarms);
        Publish(hub, 400, 300, failing: false);
        Assert.Empty(monitor.Status.DetectorAlarms);
        Assert.Equal([("failures", AlarmState.Raised), ("failures", AlarmState.Cleared)], heard.Alarms.Select(a => (a.Kind, a.State)));
        Assert.Equal("50 of 100 requests failed.", heard.Alarms[0].Message);
        Assert.Equal(7, heard.Findings.Count);
    }

    [Fact]
    public void Labelled_AnswersOfEveryRole_AreHeardWithTheirLabels()
    {
        var detector = new Misses();
        var (hub, _, _) = Start(() => detector);
        hub.Publish(Make.Prediction(1));
        hub.Publish(Make.Prediction(1, role: PredictionRole.Shadow, version: 2));
        hub.Publish(Make.Feedback(1, "no"));
        Assert.Equal([(PredictionRole.Champion, 1, "yes", "no"), (PredictionRole.Shadow, 2, "yes", "no")], detector.Heard);
    }

    [Fact]
    public void Throwing_KeepsTheOthersAndTheMonitorGoingAndIsCounted()
    {
        var (hub, monitor, heard) = Start(() => new Broken(), () => new FailureRate());
        Publish(hub, 0, 300, failing: true);
        Assert.Equal(["failures"], monitor.Status.DetectorAlarms);
        Assert.Equal((300L, 150L), (monitor.Status.Faults - 1, monitor.Status.Failed));
        Assert.Contains(heard.Alarms, a => a.Kind == "failures");
    }

    [Fact]
    public void Quality_MetricThatThrows_DetectorsStillHearTheLabels()
    {
        var detector = new Misses();
        var log = new Lines();
        var options = new MonitorOptions { Inline = true, Detectors = { () => detector } };
        options.Quality!.Metrics.Add(new QualityMetric("odd", (_, _) => throw new InvalidOperationException("on purpose"), l => l));
        options.Quality.Metrics.Add(QualityMetric.Accuracy());
        var monitor = new ModelMonitor("d", options, logger: log);
        for (int i = 0; i < 50; i++)
        {
            monitor.OnSignal(Make.Prediction(i));
            monitor.OnFeedback(Make.Feedback(i));
        }

        Assert.Equal(50, detector.Heard.Count);
        Assert.Equal((50L, 50L), (monitor.Status.Labelled, monitor.Status.Faults));
        Assert.StartsWith("Quality metric odd of d threw", Assert.Single(log.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_WithoutWords_LosesNoOtherDetectorsAlarm()
    {
        using var folder = new TemporaryFolder();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAiInfra(ai => ai.StoreIn(folder)).AddMonitoring("d", m => m.Detector(() => new Wordless()).Detector(services => new NeedsServices(services.GetRequiredService<SignalHub>())).Detector(() => new FailureRate()).Alarms(detectors: a => a.RaiseAfter = 1));
        using IHost host = builder.Build();
        await host.StartAsync();
        Publish(host.Services.GetRequiredService<SignalHub>(), 0, 100, failing: true);
        await host.StopAsync();
        Assert.Equal(["failures"], (await host.Services.GetRequiredService<Core.Catalog.ICatalog>().GetRequiredStore<AlarmStore>().RaisedAsync("d")).Select(a => a.Kind));
        Assert.Equal(100, host.Services.GetRequiredKeyedService<ModelMonitor>("d").Status.Faults);
        Assert.Throws<ArgumentException>(() => new DetectorFinding(true, "x") with { Message = " " });
    }

    [Fact]
    public void Name_ThatChanges_IsAskedOnce()
    {
        int asked = 0;
        var (hub, monitor, heard) = Start(() => new Named(() => $"n{asked++}", _ => new(true, "found")));
        Publish(hub, 0, 3, failing: false);
        Assert.Equal("n0", Assert.Single(heard.Alarms).Kind);
        Assert.Equal(["n0"], monitor.Status.DetectorAlarms);
    }

    [Fact]
    public void Detector_ThatIsNone_IsRefused() =>
        Assert.Contains("detector 0 (from 0) made none", Assert.Throws<ArgumentException>(() => Start(() => null!)).Message);

    [Theory]
    [InlineData("drift")]
    [InlineData("log")]
    [InlineData("")]
    [InlineData("twice")]
    public void Name_TakenOrNone_IsRefused(string name)
    {
        var options = new MonitorOptions { Inline = true, Detectors = { () => new Named(name), () => new Named("twice") } };
        Assert.Contains("a name of its own", Assert.Throws<ArgumentException>(() => new ModelMonitor("d", options)).Message);
    }

    [Fact]
    public async Task Host_DetectorByOneLine_IsAskedAndItsAlarmIsInTheCatalog()
    {
        using var store = new TemporaryStore();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton(store.Store.Catalog);
        builder.Services.AddAiInfra().AddMonitoring("d", m => m.Detector(() => new FailureRate()).Alarms(detectors: a => a.RaiseAfter = 1));
        using IHost host = builder.Build();
        await host.StartAsync();
        Publish(host.Services.GetRequiredService<SignalHub>(), 0, 100, failing: true);
        await host.StopAsync();
        Core.Catalog.CatalogEvent alarm = Assert.Single(await store.Store.Catalog.Events.ListAsync(new Core.Catalog.EventQuery { Kind = Core.Catalog.Events.EventKinds.Alarm }));
        Assert.StartsWith("failures raised: 50 of 100", alarm.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Finding_IsAnEventWhereSomethingWasFoundAndOnceWhenItIsOver()
    {
        using var store = new TemporaryStore();
        await using (var sink = new CatalogEventSink(store.Store.Catalog.Events))
        {
            var hub = new SignalHub();
            hub.Subscribe(new ModelMonitor("d", new MonitorOptions { Inline = true, Detectors = { () => new FailureRate() } }, sinks: [sink]));
            Publish(hub, 0, 200, failing: false);
            Publish(hub, 200, 200, failing: true);
            Publish(hub, 400, 300, failing: false);
            await sink.FlushAsync();
        }

        IReadOnlyList<Core.Catalog.CatalogEvent> events = await store.Store.Catalog.Events.ListAsync(new Core.Catalog.EventQuery { Kind = Core.Catalog.Events.EventKinds.Detector });
        Assert.Equal(
            [("failures: 0 of 100 requests failed.", false), ("failures: 50 of 100 requests failed.", true), ("failures: 50 of 100 requests failed.", true)],
            events.Select(e => (e.Message, e.Read<Core.Catalog.Events.DetectorJudged>().Found)));
        Assert.Equal(new Core.Catalog.Events.DetectorJudged("failures", 1, true), events[^1].Read<Core.Catalog.Events.DetectorJudged>());
        Assert.Equal(Make.Start.AddSeconds(299), events[^1].At); // by the stream's own time
    }

    private static void Publish(SignalHub hub, int first, int count, bool failing)
    {
        for (int i = first; i < first + count; i++)
        {
            hub.Publish(failing && i % 2 == 0 ? Make.Failure(i, "InferenceException") : Make.Prediction(i));
        }
    }

    private static (SignalHub Hub, ModelMonitor Monitor, Heard Heard) Start(params Func<IDetector>[] detectors)
    {
        var options = new MonitorOptions { Inline = true };
        foreach (Func<IDetector> make in detectors)
        {
            options.Detectors.Add(make);
        }

        var heard = new Heard();
        var monitor = new ModelMonitor("d", options, sinks: [heard]);
        var hub = new SignalHub();
        hub.Subscribe(monitor);
        return (hub, monitor, heard);
    }

    /// <summary>More than a tenth of a hundred requests failed.</summary>
    private sealed class FailureRate : IDetector
    {
        private int _seen;
        private int _failed;

        public string Name => "failures";

        public DetectorFinding? OnSignal(Signal signal)
        {
            _failed += signal.Failure is null ? 0 : 1;
            if (++_seen < 100)
            {
                return null;
            }

            var finding = new DetectorFinding(_failed > 10, $"{_failed} of {_seen} requests failed.");
            (_seen, _failed) = (0, 0);
            return finding;
        }
    }

    private sealed class Misses : IDetector
    {
        public string Name => "misses";

        public List<(PredictionRole, int, string?, string?)> Heard { get; } = [];

        public DetectorFinding? OnLabelled(LabelledAnswer<MonitoredAnswer> answer)
        {
            Heard.Add((answer.Answer.Role, answer.Answer.Version, answer.Answer.Outputs[0].AsText(), answer.Label.AsText()));
            return null;
        }
    }

    private sealed class Broken : IDetector
    {
        public string Name => "broken";

        public DetectorFinding? OnSignal(Signal signal) => throw new InvalidOperationException("on purpose");

        public void OnVersionChanged(int version) => throw new InvalidOperationException("on purpose");
    }

    private sealed class Named(Func<string> name, Func<Signal, DetectorFinding?>? signal = null) : IDetector
    {
        public Named(string name)
            : this(() => name)
        {
        }

        public string Name => name();

        public DetectorFinding? OnSignal(Signal told) => signal?.Invoke(told);
    }

    private sealed class Wordless : IDetector
    {
        public string Name => "wordless";

        public DetectorFinding? OnSignal(Signal signal) => new(true, null!);
    }

    private sealed class NeedsServices(SignalHub hub) : IDetector
    {
        public string Name => hub is null ? "" : "services";
    }
}
