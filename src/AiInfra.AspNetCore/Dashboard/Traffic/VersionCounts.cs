using AiInfra.Serving.Deployments;
using AiInfra.Serving.Telemetry;

namespace AiInfra.AspNetCore.Dashboard.Traffic;

/// <summary>The minutes of one version, counted from what its telemetry has grown by. Not thread-safe.</summary>
internal sealed class VersionCounts(int minutes)
{
    private readonly Queue<TrafficMinute> _kept = new();
    private readonly SortedDictionary<TimeSpan, long> _latency = [];
    private Dictionary<TimeSpan, long> _before = [];
    private DateTimeOffset _at;
    private long _answered;
    private long _failed;
    private long _answeredBefore;
    private long _failedBefore;

    /// <summary>The minutes with requests, the running one last.</summary>
    public IReadOnlyList<TrafficMinute> Minutes => _answered + _failed == 0 ? [.. _kept] : [.. _kept, Running()];

    /// <summary>Takes the counts as they are, as those from which the next ones are counted.</summary>
    public void Begin(VersionView version)
    {
        (_answeredBefore, _failedBefore) = (version.Answered, version.Failed);
        _before = version.Latency.Buckets.ToDictionary(b => b.UpTo, b => b.Count);
    }

    /// <summary>Adds what came since the last look.</summary>
    public void Add(DateTimeOffset minute, VersionView version)
    {
        Forget(minute);
        if (version.Answered < _answeredBefore || version.Failed < _failedBefore)
        {
            // It was loaded anew, and counts from zero.
            (_answeredBefore, _failedBefore, _before) = (0, 0, []);
        }

        _answered += version.Answered - _answeredBefore;
        _failed += version.Failed - _failedBefore;
        foreach (LatencyBucket bucket in version.Latency.Buckets)
        {
            long more = bucket.Count - _before.GetValueOrDefault(bucket.UpTo);
            if (more > 0)
            {
                _latency[bucket.UpTo] = _latency.GetValueOrDefault(bucket.UpTo) + more;
            }
        }

        Begin(version);
    }

    /// <summary>Closes the minute where another one has begun, and lets the oldest go.</summary>
    public void Forget(DateTimeOffset minute)
    {
        if (minute != _at)
        {
            if (_answered + _failed > 0)
            {
                _kept.Enqueue(Running());
            }

            _latency.Clear();
            (_at, _answered, _failed) = (minute, 0, 0);
        }

        while (_kept.TryPeek(out TrafficMinute? oldest) && oldest.At <= minute.AddMinutes(-minutes))
        {
            _kept.Dequeue();
        }
    }

    private TrafficMinute Running()
    {
        var latency = new LatencySnapshot(_latency.Values.Sum(), TimeSpan.Zero, [.. _latency.Select(l => new LatencyBucket(l.Key, l.Value))]);
        return new TrafficMinute(_at, _answered, _failed, latency.Count == 0 ? null : latency.Percentile(0.5).TotalMilliseconds, latency.Count == 0 ? null : latency.Percentile(0.99).TotalMilliseconds);
    }
}
