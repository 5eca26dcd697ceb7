using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace AiInfra.Serving.Telemetry;

/// <summary>The package's one activity source and one meter, both named "AiInfra.Serving". Nobody listening costs a flag a request.</summary>
/// <remarks>
/// Instruments: <c>aiinfra.serving.request.duration</c> and <c>aiinfra.serving.queue.duration</c> (s), <c>aiinfra.serving.batch.size</c> ({row}),
/// <c>aiinfra.serving.requests.rejected</c> ({request}), <c>aiinfra.serving.shadows.dropped</c> and <c>aiinfra.serving.shadows.failed</c> ({request}), <c>aiinfra.serving.requests.in_flight</c> ({request}).
/// Attributes: <c>aiinfra.deployment.name</c>, <c>aiinfra.model.version</c>, and <c>error.type</c> on failed requests and shadows. Spans: <c>predict DEPLOYMENT</c> and <c>infer DEPLOYMENT</c>, internal, as the model answers in this process.
/// </remarks>
public sealed class ServingTelemetry : IDisposable
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "AiInfra.Serving";

    internal const string DeploymentKey = "aiinfra.deployment.name";
    internal const string VersionKey = "aiinfra.model.version";

    // Without advice exporters cut at 5, 10, 25... seconds, and every answer falls into one bucket.
    private static readonly InstrumentAdvice<double> s_seconds = new() { HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };
    private static readonly InstrumentAdvice<int> s_rows = new() { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024] };
    private readonly ConcurrentDictionary<VersionTelemetry, bool> _versions = new();
    private readonly Meter? _own;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">The host's meter factory; null makes a meter of our own.</param>
    public ServingTelemetry(IMeterFactory? meters = null)
    {
        Meter meter = meters?.Create(Name) ?? (_own = new Meter(Name));
        Activities = new ActivitySource(Name);
        Duration = meter.CreateHistogram("aiinfra.serving.request.duration", "s", "Time from call to answer.", advice: s_seconds);
        QueueDuration = meter.CreateHistogram("aiinfra.serving.queue.duration", "s", "Time a request waited for its batch.", advice: s_seconds);
        BatchSize = meter.CreateHistogram("aiinfra.serving.batch.size", "{row}", "Rows in a call of the model.", advice: s_rows);
        Rejected = meter.CreateCounter<long>("aiinfra.serving.requests.rejected", "{request}", "Requests refused because the queue was full.");
        ShadowsDropped = meter.CreateCounter<long>("aiinfra.serving.shadows.dropped", "{request}", "Shadow copies that the challenger never saw: their queue was full, it does not take rows, or it went.");
        ShadowsFailed = meter.CreateCounter<long>("aiinfra.serving.shadows.failed", "{request}", "Shadow copies on which the challenger failed.");
        meter.CreateObservableUpDownCounter("aiinfra.serving.requests.in_flight", InFlight, "{request}", "Requests that are being answered.");
    }

    internal ActivitySource Activities { get; }

    internal Histogram<double> Duration { get; }

    internal Histogram<double> QueueDuration { get; }

    internal Histogram<int> BatchSize { get; }

    internal Counter<long> Rejected { get; }

    internal Counter<long> ShadowsDropped { get; }

    internal Counter<long> ShadowsFailed { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        Activities.Dispose();
        _own?.Dispose();
    }

    /// <summary>A span by its verb and the deployment; null where nobody listens.</summary>
    internal Activity? Start(string verb, string deployment) => Start(Activities, verb, deployment);

    internal static Activity? Start(ActivitySource activities, string verb, string deployment) => activities.HasListeners()
        ? activities.StartActivity($"{verb} {deployment}")?.SetTag(DeploymentKey, deployment)
        : null;

    internal void Add(VersionTelemetry version) => _versions[version] = true;

    internal void Remove(VersionTelemetry version) => _versions.TryRemove(version, out _);

    private IEnumerable<Measurement<long>> InFlight() => _versions.Keys.Select(v => new Measurement<long>(v.InFlight, v.Tags));
}
