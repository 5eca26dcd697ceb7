using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Dashboard.Traffic;

/// <summary>Keeps what the deployments of this process answered, minute by minute, bounded and in memory. It looks at their counts every few seconds; a request pays nothing for it.</summary>
internal sealed class TrafficRecorder : IDisposable
{
    /// <summary>Most minutes that are kept: three hours.</summary>
    public const int Minutes = 180;

    private const int MostVersions = 16;
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private readonly Lock _lock = new();
    private readonly IDeployments? _deployments;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, SortedDictionary<int, VersionCounts>> _counts = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private DateTimeOffset? _since;
    private string? _fault;
    private bool _isDisposed;

    public TrafficRecorder(IDeployments? deployments, TimeProvider time) => (_deployments, _time) = (deployments, time);

    /// <summary>Begins to look.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_deployments is not null && _timer is null && !_isDisposed)
            {
                _timer = _time.CreateTimer(_ => Look(), null, s_every, s_every);
            }
        }

        Look();
    }

    /// <summary>Looks now.</summary>
    public void Look()
    {
        lock (_lock)
        {
            if (_isDisposed || _deployments is null)
            {
                return;
            }

            DateTimeOffset minute = Minute(_time.GetUtcNow());
            try
            {
                foreach (Deployment deployment in _deployments.All)
                {
                    Look(deployment.View(), minute);
                }

                _since ??= _time.GetUtcNow();
                _fault = null;
            }
            catch (Exception e)
            {
                // A timer's fault would end the process, and a page must not do that: it shows it instead.
                _fault = e.Message;
            }
        }
    }

    /// <summary>The traffic of a deployment.</summary>
    public TrafficCourse Of(string deployment)
    {
        Look();
        lock (_lock)
        {
            DateTimeOffset now = Minute(_time.GetUtcNow());
            DateTimeOffset? since = _deployments?.Find(deployment) is null ? null : _since;
            DateTimeOffset from = since is { } began && Minute(began) > now.AddMinutes(1 - Minutes) ? Minute(began) : now.AddMinutes(1 - Minutes);
            VersionTraffic[] versions = _counts.TryGetValue(deployment, out SortedDictionary<int, VersionCounts>? counts)
                ? [.. counts.Select(c => new VersionTraffic(c.Key, c.Value.Minutes)).Where(v => v.Minutes.Count > 0).Reverse()]
                : [];
            return new TrafficCourse(since, from, now, Minutes, versions, _fault);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer?.Dispose();
        }
    }

    private void Look(DeploymentView view, DateTimeOffset minute)
    {
        if (!_counts.TryGetValue(view.Name, out SortedDictionary<int, VersionCounts>? versions))
        {
            _counts.Add(view.Name, versions = []);
        }

        foreach (VersionView version in view.Versions)
        {
            if (!versions.TryGetValue(version.Version, out VersionCounts? counts))
            {
                versions.Add(version.Version, counts = new VersionCounts(Minutes));
                if (_since is null)
                {
                    // What was answered before anybody looked has no minute.
                    counts.Begin(version);
                }
            }

            counts.Add(minute, version);
        }

        foreach ((int version, VersionCounts counts) in versions.ToArray())
        {
            counts.Forget(minute);
            bool isLoaded = view.Versions.Any(v => v.Version == version);
            if (!isLoaded && (counts.Minutes.Count == 0 || versions.Count > MostVersions))
            {
                versions.Remove(version);
            }
        }
    }

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
}
