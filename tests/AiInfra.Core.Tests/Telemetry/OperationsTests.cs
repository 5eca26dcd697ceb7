using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Telemetry;

namespace AiInfra.Core.Tests.Telemetry;

public sealed class OperationsTests
{
    [Fact]
    public async Task RunAsync_Watched_HasSpanByVerbAndTargetAndDuration()
    {
        using var watch = new Watch();
        int answer = await watch.Operations.RunAsync("readings", operation =>
        {
            operation.Set("test.outcome", "good");
            return Task.FromResult(42);
        });

        Assert.Equal(42, answer);
        Activity span = Assert.Single(watch.Spans);
        Assert.Equal(("ingest readings", ActivityKind.Internal, ActivityStatusCode.Unset), (span.DisplayName, span.Kind, span.Status));
        Assert.Equal("readings", span.GetTagItem("test.name"));
        Assert.Equal("test.name=readings,test.outcome=good", Assert.Single(watch.Durations));
    }

    [Fact]
    public async Task RunAsync_WorkThrows_SpanAndDurationSayWhat()
    {
        using var watch = new Watch();
        await Assert.ThrowsAsync<InvalidDataException>(() => watch.Operations.RunAsync<int>("readings", _ => throw new InvalidDataException("bad file")));
        Assert.Throws<InvalidDataException>(() => watch.Operations.Run<int>("readings", _ => throw new InvalidDataException("bad file")));

        Assert.All(watch.Spans, s => Assert.Equal((ActivityStatusCode.Error, "bad file"), (s.Status, s.StatusDescription)));
        Assert.Equal(["test.name=readings,error.type=System.IO.InvalidDataException", "test.name=readings,error.type=System.IO.InvalidDataException"], watch.Durations);
    }

    [Fact]
    public void Run_NobodyListens_KeepsNothing()
    {
        string name = Guid.NewGuid().ToString();
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);
        var operations = new Operations(source, meter, "ingest", "test.duration", "", "test.name");

        operations.Run("readings", operation =>
        {
            operation.Set("test.outcome", "good");
            operation.Fail(new InvalidOperationException());
            return 0;
        });

        Assert.Null(Activity.Current);
        Assert.Empty(Operation.Off.Tags);
    }

    private sealed class Watch : IDisposable
    {
        private readonly ActivitySource _source;
        private readonly Meter _meter;
        private readonly ActivityListener _spans;
        private readonly MeterListener _durations;

        public Watch()
        {
            string name = Guid.NewGuid().ToString();
            _spans = new ActivityListener { ShouldListenTo = s => s.Name == name, Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = Spans.Add };
            ActivitySource.AddActivityListener(_spans);
            _durations = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name == name) { l.EnableMeasurementEvents(i); } } };
            _durations.SetMeasurementEventCallback<double>((_, _, tags, _) => Durations.Add(string.Join(",", tags.ToArray().Select(t => $"{t.Key}={t.Value}"))));
            _durations.Start();
            _source = new ActivitySource(name);
            _meter = new Meter(name);
            Operations = new Operations(_source, _meter, "ingest", "test.duration", "", "test.name");
        }

        public Operations Operations { get; }

        public List<Activity> Spans { get; } = [];

        public List<string> Durations { get; } = [];

        public void Dispose()
        {
            _spans.Dispose();
            _durations.Dispose();
            _source.Dispose();
            _meter.Dispose();
        }
    }
}
