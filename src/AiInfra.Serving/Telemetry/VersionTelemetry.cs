namespace AiInfra.Serving.Telemetry;

/// <summary>What is measured of one loaded version.</summary>
internal sealed class VersionTelemetry
{
    private readonly ServingTelemetry _telemetry;
    private readonly TimeProvider _time;
    private readonly Func<long> _inFlight;
    private readonly KeyValuePair<string, object?>[] _tags;
    private long _failed;
    private long _rejected;
    private long _unfit;

    public VersionTelemetry(ServingTelemetry telemetry, TimeProvider time, string deployment, int version, Func<long> inFlight)
    {
        _telemetry = telemetry;
        _time = time;
        _inFlight = inFlight;
        _tags = [new(ServingTelemetry.DeploymentKey, deployment), new(ServingTelemetry.VersionKey, version)];
        Version = $"Version {version} of deployment '{deployment}'";
        Latency = new LatencyHistogram();
    }

    /// <summary>Which one it is, in words of messages.</summary>
    public string Version { get; }

    public ReadOnlySpan<KeyValuePair<string, object?>> Tags => _tags;

    public LatencyHistogram Latency { get; }

    public long InFlight => _inFlight();

    public long Answered => Latency.Count;

    public long Failed => Interlocked.Read(ref _failed);

    public long Unfit => Interlocked.Read(ref _unfit);

    public long Rejected => Interlocked.Read(ref _rejected);

    public void Succeeded(TimeSpan latency)
    {
        Latency.Add(latency);
        Record(latency);
    }

    /// <summary>A request that is counted with others of its batch.</summary>
    public void Record(TimeSpan latency)
    {
        if (_telemetry.Duration.Enabled)
        {
            _telemetry.Duration.Record(latency.TotalSeconds, _tags);
        }
    }

    public void HasFailed(TimeSpan latency, Exception error, FaultOf kind)
    {
        Interlocked.Increment(ref kind == FaultOf.Unfit ? ref _unfit : ref _failed);
        if (kind == FaultOf.Refused)
        {
            Interlocked.Increment(ref _rejected);
            _telemetry.Rejected.Add(1, _tags);
        }

        if (_telemetry.Duration.Enabled)
        {
            _telemetry.Duration.Record(latency.TotalSeconds, [.. _tags, new("error.type", error.GetType().FullName)]);
        }
    }

    /// <summary>A request that was refused because the queue is full, before anybody looked at it.</summary>
    public void TurnedAway()
    {
        Interlocked.Increment(ref _failed);
        Interlocked.Increment(ref _rejected);
        _telemetry.Rejected.Add(1, _tags);
    }

    public void ShadowDropped() => _telemetry.ShadowsDropped.Add(1, _tags);

    public void ShadowFailed(Exception error) => _telemetry.ShadowsFailed.Add(1, [.. _tags, new("error.type", error.GetType().FullName)]);

    /// <summary>Whether somebody wants to know how long each request waited.</summary>
    public bool MeasuresQueue => _telemetry.QueueDuration.Enabled;

    /// <summary>A request that joined the queue at one timestamp left it at another.</summary>
    public void Waited(long since, long until) => _telemetry.QueueDuration.Record(_time.GetElapsedTime(since, until).TotalSeconds, _tags);

    /// <summary>A call of the model.</summary>
    public void Batch(int rows)
    {
        if (_telemetry.BatchSize.Enabled)
        {
            _telemetry.BatchSize.Record(rows, _tags);
        }
    }
}
