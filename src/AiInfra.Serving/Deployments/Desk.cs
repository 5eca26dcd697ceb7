using System.Diagnostics;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments;

/// <summary>The way of every request through a deployment: let in, run, counted, let out.</summary>
internal sealed class Desk(string deployment, DeploymentOptions options, SignalPublisher publisher, TimeProvider time)
{
    private readonly double _ticksPerStamp = (double)TimeSpan.TicksPerSecond / time.TimestampFrequency;
    private readonly RequestIds _ids = new(options.IdPrefix);
    private volatile Routing _routing = Routing.Empty;

    /// <summary>Who answers. Requests inside finish where they began.</summary>
    public Routing Routing
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
            if (options.Batching is not BatchOptions batching)
            {
                return (most, 1);
            }

            int rows = Math.Min(most, batching.MaxQueuedRows);
            return (rows, Math.Clamp(batching.MaxQueuedRows / rows, 1, 2 * Math.Max(batching.Instances, batching.MaxInstances)));
        }
    }

    /// <summary>Lets a request in and starts it. A request that is refused is let out again.</summary>
    public ValueTask<TResult> StartAsync<TRequest, TResult>(IAccess<TRequest, TResult> access, TRequest request, PredictOptions? wish, out Ticket ticket, CancellationToken cancellationToken)
    {
        ticket = Enter(wish);
        return SendAsync(access, request, wish, ticket, cancellationToken);
    }

    /// <summary>Starts a request that was let in. When starting throws it is let out again.</summary>
    public ValueTask<TResult> SendAsync<TRequest, TResult>(IAccess<TRequest, TResult> access, TRequest request, PredictOptions? wish, in Ticket ticket, CancellationToken cancellationToken)
    {
        try
        {
            return access.Lane(ticket.Version).RunAsync(request, ticket.Started, wish?.Priority ?? BatchPriority.Normal, wish?.Timeout ?? options.Timeout, cancellationToken);
        }
        catch (Exception e)
        {
            Fail(ticket, e);
            throw;
        }
    }

    /// <summary>The whole way, for those who do not count nanoseconds.</summary>
    public async ValueTask<Answer<TResult>> AskAsync<TRequest, TResult>(IAccess<TRequest, TResult> access, TRequest request, PredictOptions? wish, CancellationToken cancellationToken, Activity? activity = null)
    {
        (Answer<TResult> answer, QueueFullException? full) = await TryAskAsync(access, request, wish, cancellationToken, activity).ConfigureAwait(false);
        return full is null ? answer : throw full;
    }

    /// <summary>The whole way. That the queue is full is a value: throwing it through every caller costs more than an answer.</summary>
    public async ValueTask<(Answer<TResult> Answer, QueueFullException? Full)> TryAskAsync<TRequest, TResult>(
        IAccess<TRequest, TResult> access, TRequest request, PredictOptions? wish, CancellationToken cancellationToken, Activity? activity = null)
    {
        Ticket ticket = default;
        bool isIn = false;
        try
        {
            ValueTask<TResult> task = StartAsync(access, request, wish, out ticket, cancellationToken);
            isIn = true;
            activity?.SetTag(ServingTelemetry.VersionKey, ticket.Version.Version);
            if (task.IsFaulted)
            {
                Task<TResult> failed = task.AsTask();
                if (failed.Exception?.InnerException is QueueFullException full)
                {
                    Fail(ticket, full);
                    Tell(activity, full);
                    return (default, full);
                }

                task = new ValueTask<TResult>(failed);
            }

            return (Leave(ticket, await task.ConfigureAwait(false)), null);
        }
        catch (Exception e)
        {
            if (isIn)
            {
                Fail(ticket, e);
            }

            Tell(activity, e);
            throw;
        }
    }

    /// <summary>Whether whoever would answer refuses now, because his queue is full. Then it is counted as refused.</summary>
    public bool Refuses(int? asked)
    {
        Routing routing = _routing;
        LoadedVersion? version = asked is int number ? routing.Find(number) : routing.Champion;
        if (version is not { IsFull: true } || (asked is null && routing.Share > 0 && !routing.Challenger!.IsFull))
        {
            return false;
        }

        version.TurnedAway();
        return true;
    }

    /// <summary>Lets an answered request out.</summary>
    public Answer<TResult> Leave<TResult>(in Ticket ticket, TResult result)
    {
        TimeSpan latency = Leave(ticket);
        return new Answer<TResult>(result, ticket.Version, ticket.Role, ticket.Id, ticket.Key, latency, ticket.Shadow);
    }

    /// <summary>Lets an answered request out; returns its latency.</summary>
    public TimeSpan Leave(in Ticket ticket)
    {
        TimeSpan latency = Elapsed(ticket.Started, time.GetTimestamp());
        ticket.Version.Uses.Leave();
        ticket.Version.Telemetry.Succeeded(latency);
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
    public void Fail(in Ticket ticket, Exception error)
    {
        Fail(ticket.Version, ticket.Started, error);
        publisher.Fail(ticket, error);
    }

    /// <summary>The same, without the ticket.</summary>
    public void Fail(LoadedVersion version, long started, Exception error)
    {
        version.Uses.Leave();
        version.Telemetry.HasFailed(time.GetElapsedTime(started), error);
    }

    /// <summary>Lets a request in.</summary>
    public Ticket Enter(PredictOptions? wish)
    {
        long started = time.GetTimestamp();
        RequestId id = wish?.Id is string given ? new RequestId(given) : _ids.Next();
        while (true)
        {
            Routing routing = _routing;
            (LoadedVersion version, PredictionRole role) = Choose(routing, wish, id);
            if (version.Uses.TryEnter())
            {
                bool shadowed = role == PredictionRole.Champion && routing.Challenger is not null && routing.Share == 0 && wish?.Version is null;
                return new Ticket(version, role, id, wish?.Key, started, shadowed ? routing.Challenger : null);
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

    private TimeSpan Elapsed(long started, long now) => new((long)((now - started) * _ticksPerStamp));

    private (LoadedVersion Version, PredictionRole Role) Choose(Routing routing, PredictOptions? wish, RequestId id)
    {
        if (routing.Champion is not LoadedVersion champion)
        {
            throw new DeploymentUnavailableException(deployment, routing.Reason ?? "nothing is loaded.");
        }

        if (wish?.Version is int asked)
        {
            LoadedVersion found = routing.Find(asked)
                ?? throw new DeploymentUnavailableException(deployment, $"version {asked} is not loaded; loaded are {string.Join(", ", routing.Loaded.Select(l => l.Version.Version))}.");
            return (found, found == champion ? PredictionRole.Champion : PredictionRole.Canary);
        }

        return routing.Share > 0 && CanaryDraw.IsCanary(deployment, wish?.Key ?? id.ToString(), routing.Share)
            ? (routing.Challenger!, PredictionRole.Canary)
            : (champion, PredictionRole.Champion);
    }
}
