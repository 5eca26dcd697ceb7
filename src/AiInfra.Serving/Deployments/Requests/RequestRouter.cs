using System.Diagnostics;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments.Routing;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>The way of every request through a deployment: let in, run, counted, let out.</summary>
internal sealed class RequestRouter(string deployment, DeploymentOptions deployed, SignalPublisher publisher, TimeProvider time)
{
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
    private readonly RequestIds _ids = new(deployed.IdPrefix);
    private volatile RoutingTable _routing = RoutingTable.Empty;

    /// <summary>Who answers. Requests inside finish where they began.</summary>
    public RoutingTable Routing
    {
        get => _routing;
        set => _routing = value;
    }

    /// <summary>Rows of a request when one caller has many, and how many of his requests go in at once: enough that every call has its next batch, never so many that he alone fills the queue.</summary>
    public (int Rows, int AtOnce) Parts
    {
        get
        {
            int most = _routing.Champion?.MaxRows ?? 1;
            if (deployed.Batching is not BatchOptions batching)
            {
                return (most, 1);
            }

            int rows = Math.Min(most, batching.MaxQueuedRows);
            return (rows, Math.Clamp(batching.MaxQueuedRows / rows, 1, 2 * Math.Max(batching.Instances, batching.MaxInstances)));
        }
    }

    /// <summary>An id for an answer that no version gives.</summary>
    public string NewId() => _ids.Next().ToString();

    /// <summary>Lets a request in and starts it. A request that is refused is let out again.</summary>
    public ValueTask<TResult> StartAsync<TRequest, TResult>(IAccess<TRequest, TResult> access, TRequest request, PredictOptions? options, out RequestLease lease, CancellationToken cancellationToken)
    {
        lease = Enter(options);
        return SendAsync(access, request, options, lease, cancellationToken);
    }

    /// <summary>Starts a request that was let in. When starting throws it is let out again.</summary>
    public ValueTask<TResult> SendAsync<TRequest, TResult>(IAccess<TRequest, TResult> access, TRequest request, PredictOptions? options, in RequestLease lease, CancellationToken cancellationToken)
    {
        try
        {
            return access.Lane(lease.Version).RunAsync(request, lease.Started, options?.Priority ?? BatchPriority.Normal, options?.Timeout ?? deployed.Timeout, cancellationToken);
        }
        catch (Exception e)
        {
            Fail(lease, e);
            throw;
        }
    }

    /// <summary>The whole way, for those who do not count nanoseconds.</summary>
    public async ValueTask<Answer<TResult>> AskAsync<TRequest, TResult>(IAccess<TRequest, TResult> access, TRequest request, PredictOptions? options, CancellationToken cancellationToken, Activity? activity = null)
    {
        (Answer<TResult> answer, QueueFullException? full) = await TryAskAsync(access, request, options, cancellationToken, activity).ConfigureAwait(false);
        return full is null ? answer : throw full;
    }

    /// <summary>The whole way. That the queue is full is a value: throwing it through every caller costs more than an answer.</summary>
    public async ValueTask<(Answer<TResult> Answer, QueueFullException? Full)> TryAskAsync<TRequest, TResult>(
        IAccess<TRequest, TResult> access, TRequest request, PredictOptions? options, CancellationToken cancellationToken, Activity? activity = null)
    {
        RequestLease lease = default;
        bool isIn = false;
        try
        {
            ValueTask<TResult> task = StartAsync(access, request, options, out lease, cancellationToken);
            isIn = true;
            activity?.SetTag(ServingTelemetry.VersionKey, lease.Version.Version);
            if (task.IsFaulted)
            {
                Task<TResult> failed = task.AsTask();
                if (failed.Exception?.InnerException is QueueFullException full)
                {
                    Fail(lease, full);
                    Tell(activity, full);
                    return (default, full);
                }

                task = new ValueTask<TResult>(failed);
            }

            return (Leave(lease, await task.ConfigureAwait(false)), null);
        }
        catch (Exception e)
        {
            if (isIn)
            {
                Fail(lease, e);
            }

            Tell(activity, e);
            throw;
        }
    }

    /// <summary>Whether whoever would answer refuses now, because his queue is full. Then it is counted as refused.</summary>
    public bool Refuses(int? asked)
    {
        RoutingTable routing = _routing;
        LoadedVersion? version = asked is int number ? routing.Find(number) : routing.Champion;
        if (version is not { IsFull: true } || (asked is null && routing.HasCanaries && routing.Trials.Any(t => t.Variant.Weight > 0 && !t.Version.IsFull)))
        {
            return false;
        }

        version.TurnedAway();
        return true;
    }

    /// <summary>Lets an answered request out.</summary>
    public Answer<TResult> Leave<TResult>(in RequestLease lease, TResult result)
    {
        TimeSpan latency = Leave(lease);
        return new Answer<TResult>(result, lease.Version, lease.Role, lease.Id, lease.Key, latency, lease.Shadows);
    }

    /// <summary>Lets an answered request out; returns its latency.</summary>
    public TimeSpan Leave(in RequestLease lease)
    {
        TimeSpan latency = Elapsed(lease.Started, time.GetTimestamp());
        lease.Version.Uses.Leave();
        lease.Version.Telemetry.Succeeded(latency);
        return latency;
    }

    /// <summary>The same for a request of a batch; the version lets the batch's requests out together, by <see cref="LoadedVersion.Leave"/>.</summary>
    public TimeSpan Leave(LoadedVersion version, long started, ModelSlot slot)
    {
        TimeSpan latency = Elapsed(started, slot.ReadAt);
        version.Telemetry.Record(latency);
        slot.Tally.Add(latency);
        return latency;
    }

    /// <summary>Lets a failed request out.</summary>
    public void Fail(in RequestLease lease, Exception error)
    {
        Fail(lease.Version, lease.Started, error);
        publisher.Fail(lease, error);
    }

    /// <summary>The same, without its lease.</summary>
    public void Fail(LoadedVersion version, long started, Exception error)
    {
        version.Uses.Leave();
        version.Telemetry.HasFailed(time.GetElapsedTime(started), error, Kind(error));
    }

    /// <summary>Lets a request in.</summary>
    public RequestLease Enter(PredictOptions? options)
    {
        long started = time.GetTimestamp();
        RequestId id = options?.Id is string given ? new RequestId(given) : _ids.Next();
        while (true)
        {
            RoutingTable routing = _routing;
            (LoadedVersion version, PredictionRole role) = Choose(routing, options, id);
            if (version.Uses.TryEnter())
            {
                bool shadowed = role == PredictionRole.Champion && routing.Shadows.Length > 0 && options?.Version is null;
                return new RequestLease(version, role, id, options?.Key, started, shadowed ? routing.Shadows : null);
            }

            // The version was retired between the look and the entry: look again.
            if (ReferenceEquals(routing, _routing))
            {
                throw new DeploymentUnavailableException(deployment, "it is shutting down.");
            }
        }
    }

    /// <summary>As the conventions have it: the span of a failed operation says so.</summary>
    private static void Tell(Activity? activity, Exception e) => activity?.SetStatus(ActivityStatusCode.Error, e.Message).SetTag("error.type", e.GetType().FullName);

    private static FaultOf Kind(Exception error) => error switch
    {
        InferenceRequestException or OperationCanceledException => FaultOf.Unfit,
        QueueFullException => FaultOf.Refused,
        _ => FaultOf.Version,
    };

    private TimeSpan Elapsed(long started, long now) => new((long)((now - started) * _ticksPerStamp));

    private (LoadedVersion Version, PredictionRole Role) Choose(RoutingTable routing, PredictOptions? options, RequestId id)
    {
        if (routing.Champion is not LoadedVersion champion)
        {
            throw new DeploymentUnavailableException(deployment, routing.Reason ?? "nothing is loaded.");
        }

        if (options?.Version is int asked)
        {
            LoadedVersion found = routing.Find(asked)
                ?? throw new DeploymentUnavailableException(deployment, $"version {asked} is not loaded; loaded are {string.Join(", ", routing.Loaded.Select(l => l.Version.Version))}.");
            return (found, found == champion ? PredictionRole.Champion : PredictionRole.Canary);
        }

        return routing.HasCanaries && routing.CanaryAt(KeyPlace.Of(deployment, options?.Key ?? id.ToString())) is LoadedVersion canary
            ? (canary, PredictionRole.Canary)
            : (champion, PredictionRole.Champion);
    }
}
