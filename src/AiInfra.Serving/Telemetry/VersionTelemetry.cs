using AiInfra.Serving.Batching;

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
        Latency = new LatencyHistogram();
    }

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

    public void HasFailed(TimeSpan latency, Exception error)
    {
        if (error is Runtimes.InferenceRequestException or OperationCanceledException)
        {
            // The client's doing, not the version's.
            Interlocked.Increment(ref _unfit);
        }
        else
        {
            Interlocked.Increment(ref _failed);
        }

        if (error is QueueFullException)
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

    public void Batch(BatchItems batch, int rows, long started)
    {
        if (_telemetry.BatchSize.Enabled)
        {
            _telemetry.BatchSize.Record(rows, _tags);
        }

        if (_telemetry.QueueDuration.Enabled)
        {
            for (int i = 0; i < batch.Count; i++)
            {
                _telemetry.QueueDuration.Record(_time.GetElapsedTime(batch[i].Since, started).TotalSeconds, _tags);
            }
        }
    }
}
