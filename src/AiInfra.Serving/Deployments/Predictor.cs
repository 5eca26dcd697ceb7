using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AiInfra.Serving.Telemetry;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Typed access to a deployment: records in, records out. Thread-safe; keep it.</summary>
/// <remarks>Properties are matched to the model by name, once for each version; see <see cref="TypedCodec{TIn, TOut}"/>.</remarks>
public sealed class Predictor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>
{
    private readonly string _deployment;
    private readonly Desk _desk;
    private readonly SignalPublisher _publisher;
    private readonly ActivitySource _activities;
    private readonly TypedAccess<TIn, TOut> _access = new();
    private readonly TypedCalls<TIn, TOut> _calls;
    private readonly WatchedAccess<TIn, TOut> _watched = new();

    internal Predictor(string deployment, Desk desk, SignalPublisher publisher, ActivitySource activities)
    {
        _deployment = deployment;
        _desk = desk;
        _publisher = publisher;
        _activities = activities;
        _calls = new TypedCalls<TIn, TOut>(desk);
    }

    /// <summary>The answer to one request.</summary>
    /// <remarks>Exceptions as for rows; besides, an <see cref="ArgumentException"/> where the types do not fit the version that should answer.</remarks>
    public ValueTask<TypedPrediction<TOut>> PredictAsync(TIn request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_publisher.Watches || _desk.Routing.Challenger is not null || _activities.HasListeners())
        {
            return WatchedAsync(request, options, cancellationToken);
        }

        Ticket ticket = _desk.Enter(options);
        if (ticket.Version.IsBatched)
        {
            return _desk.SendAsync(_calls, new TypedCall<TIn>(request, ticket), options, ticket, cancellationToken);
        }

        ValueTask<TOut> task = _desk.SendAsync(_access, request, options, ticket, cancellationToken);
        return task.IsCompletedSuccessfully ? new ValueTask<TypedPrediction<TOut>>(Made(ticket, task.Result)) : AwaitAsync(ticket, task);
    }

    /// <summary>The answers to many requests, in their order, each with an id of its own. Batches form where the deployment has them.</summary>
    /// <remarks>Exceptions as for one request; when one fails, the others are still run.</remarks>
    public async Task<IReadOnlyList<TypedPrediction<TOut>>> PredictManyAsync(IReadOnlyList<TIn> requests, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        (int size, int atOnce) = _desk.Parts;
        var results = new TypedPrediction<TOut>[requests.Count];
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(results.Length, Math.Min(size, 1024) * atOnce)).Select(_ => WorkAsync())).ConfigureAwait(false);
        return results;

        async Task WorkAsync()
        {
            Exception? failure = null;
            for (int i = Interlocked.Increment(ref next); i < results.Length; i = Interlocked.Increment(ref next))
            {
                try
                {
                    results[i] = await PredictAsync(requests[i], options, cancellationToken).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    failure ??= e;
                }
            }

            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    private TypedPrediction<TOut> Made(in Ticket ticket, TOut output)
    {
        TimeSpan latency = _desk.Leave(ticket);
        return new TypedPrediction<TOut>(output, ticket.Id, ticket.Version.Version, ticket.Role, latency);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TypedPrediction<TOut>> AwaitAsync(Ticket ticket, ValueTask<TOut> task)
    {
        TOut output;
        try
        {
            output = await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _desk.Fail(ticket, e);
            throw;
        }

        return Made(ticket, output);
    }

    private async ValueTask<TypedPrediction<TOut>> WatchedAsync(TIn request, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = ServingTelemetry.Start(_activities, "predict", _deployment);
        Answer<Watched<TOut>> answer = await _desk.AskAsync(_watched, request, options, cancellationToken, activity).ConfigureAwait(false);
        _publisher.Publish(answer, answer.Result.Inputs, answer.Result.Outputs, answer.Id.ToString());
        return new TypedPrediction<TOut>(answer.Result.Result, answer.Id, answer.Version.Version, answer.Role, answer.Latency);
    }
}
