using System.Diagnostics.Metrics;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Signals;
using AiInfra.Observability.Detectors;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Telemetry;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Observability.Tests.Hosting;

/// <summary>A host that calls a language model by a client of its own: what it publishes is logged, watched, measured and told, by public types alone.</summary>
public sealed class CompletionTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private IHost _host = null!;

    private ICatalog Catalog => _host.Services.GetRequiredService<ICatalog>();

    public async ValueTask InitializeAsync()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder).AddMonitoring("assistant", m => m
            .Log(l => l.WhenFull = WhenFull.Wait)
            .Configure(o => o.WhenFull = WhenFull.Wait)
            .Detector(() => new Slow(TimeSpan.FromSeconds(5)))
            .Alarms(detectors: a => (a.RaiseAfter, a.Within, a.ClearAfter) = (1, 1, 1))));
        _host = builder.Build();
        await _host.StartAsync();
    }

    public ValueTask DisposeAsync()
    {
        _host.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Published_IsInTheLogWithTextsTokensLatencyFailureAndItsLateLabel()
    {
        SignalHub hub = _host.Services.GetRequiredService<SignalHub>();
        Completion answered = Answer(0, TimeSpan.FromMilliseconds(800));
        Completion cut = Answer(1, TimeSpan.FromSeconds(2)) with { FinishReason = "content_filter", Failure = new RequestFailure("ContentFiltered", "The answer was cut.") };
        hub.Publish(answered);
        hub.Publish(cut);
        hub.Publish(new Feedback("c0", "helpful", Make.Start.AddMinutes(1)));
        await _host.StopAsync();

        LoggedSignal[] logged = await Catalog.Predictions.ReadAsync(new() { Deployment = "assistant", Body = SignalBody.Completion }).ToArrayAsync();
        Assert.Equal(["c0", "c1"], logged.Select(l => l.Signal.Id));
        var first = Assert.IsType<Completion>(logged[0].Signal);
        Assert.Equal((answered.Latency, answered.Usage, "stop"), (first.Latency, first.Usage, first.FinishReason));
        Assert.Equal(answered.Inputs, first.Inputs);
        Assert.Equal(answered.Outputs, first.Outputs);
        Assert.Equal("helpful", logged[0].Feedback!.Label.AsText());
        Assert.Equal(cut.Failure, logged[1].Signal.Failure);
    }

    [Fact]
    public async Task Published_IsCountedByTheMonitorWithItsTokensAndFailures()
    {
        ModelMonitor monitor = _host.Services.GetRequiredKeyedService<ModelMonitor>("assistant");
        SignalHub hub = _host.Services.GetRequiredService<SignalHub>();
        hub.Publish(Answer(0, TimeSpan.FromSeconds(1)));
        hub.Publish(Answer(1, TimeSpan.FromSeconds(1)) with { Failure = new RequestFailure("ContentFiltered", "cut") });
        hub.Publish(Answer(2, TimeSpan.FromSeconds(1)) with { Version = 2 });
        hub.Publish(Make.Failure(3, "TimeoutException") with { Deployment = "assistant" });
        await _host.StopAsync();

        MonitorStatus status = monitor.Status;
        Assert.Equal((3L, 2L, 0L), (status.Predictions, status.Failed, status.Faults));
        Assert.Equal([new FailureCount(1, "ContentFiltered", 1), new FailureCount(1, "TimeoutException", 1)], status.Failures);
        Assert.Equal([new TokenCount(2, 1, 40, 12), new TokenCount(1, 2, 80, 24)], status.Tokens);
    }

    [Fact]
    public async Task SlowAnswers_AreFoundByADetectorAndToldAsEvents()
    {
        SignalHub hub = _host.Services.GetRequiredService<SignalHub>();
        hub.Publish(Answer(0, TimeSpan.FromSeconds(1)));
        hub.Publish(Answer(1, TimeSpan.FromSeconds(9)));
        hub.Publish(Answer(2, TimeSpan.FromSeconds(1)));
        await _host.StopAsync();

        IReadOnlyList<CatalogEvent> events = await Catalog.Events.ListAsync(new() { Subject = "assistant" });
        Assert.Equal(
            ["alarm latency cleared: 1 s", "detector latency: 1 s", "alarm latency raised: 9 s", "detector latency: 9 s"],
            events.Select(e => $"{e.Kind} {e.Message}"));
        Assert.True(events[3].Read<DetectorJudged>().Found);
    }

    [Fact]
    public async Task Published_IsMeasured()
    {
        using var listener = new MeterListener();
        var measured = new List<string>();
        object meters = _host.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == MonitorMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        void Note<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string type = "";
            foreach (KeyValuePair<string, object?> tag in tags)
            {
                type += tag.Key is "gen_ai.token.type" or "error.type" ? $" {tag.Value}" : "";
            }

            lock (measured)
            {
                measured.Add(FormattableString.Invariant($"{instrument.Name} {value}{type}"));
            }
        }

        listener.SetMeasurementEventCallback<long>((i, v, t, _) => Note(i, v, t));
        listener.SetMeasurementEventCallback<double>((i, v, t, _) => Note(i, v, t));
        listener.Start();
        _host.Services.GetRequiredService<SignalHub>().Publish(Answer(0, TimeSpan.FromSeconds(1.5)) with { Failure = new RequestFailure("ContentFiltered", "cut") });
        await _host.StopAsync();
        Assert.Contains("aiinfra.prediction.duration 1.5", measured);
        Assert.Contains("aiinfra.predictions.tokens 40 input", measured);
        Assert.Contains("aiinfra.predictions.tokens 12 output", measured);
        Assert.Contains("aiinfra.predictions.failed 1 ContentFiltered", measured);
    }

    /// <summary>What a host makes of a client's answer.</summary>
    private static Completion Answer(int id, TimeSpan latency) => new()
    {
        Id = $"c{id}",
        Deployment = "assistant",
        Model = "some-model",
        Version = 1,
        At = Make.Start.AddSeconds(id),
        Latency = latency,
        Inputs = [new CompletionMessage("system", null), new CompletionMessage("user", "Where is it?")],
        Outputs = [new CompletionMessage("assistant", "Here.")],
        FinishReason = "stop",
        Usage = new Usage(40, 12),
    };

    private sealed class Slow(TimeSpan most) : IDetector
    {
        public string Name => "latency";

        public DetectorFinding? OnSignal(Signal signal) => new(signal.Latency > most, $"{signal.Latency.TotalSeconds:0} s");
    }
}
