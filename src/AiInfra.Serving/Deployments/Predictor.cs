using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Telemetry;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Typed access to a deployment: records in, records out. Thread-safe; keep it.</summary>
/// <remarks>Properties are matched to the model by name, once for each version; see <see cref="TypedCodec{TIn, TOut}"/>.</remarks>
public sealed class Predictor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut> : IPredictor<TIn, TypedPrediction<TOut>>
{
    private readonly string _deployment;
    private readonly RequestRouter _router;
    private readonly SignalPublisher _publisher;
    private readonly ActivitySource _activities;
    private readonly TypedAccess<TIn, TOut> _access = new();
    private readonly TypedCalls<TIn, TOut> _calls;
    private readonly WatchedAccess<TIn, TOut> _watched = new();
    private readonly RequestPipeline? _pipeline;
    private volatile Known? _known;

    internal Predictor(string deployment, RequestRouter router, SignalPublisher publisher, ActivitySource activities, RequestPipeline? pipeline)
    {
        _pipeline = pipeline;
        _deployment = deployment;
        _router = router;
        _publisher = publisher;
        _activities = activities;
        _calls = new TypedCalls<TIn, TOut>(router);
    }

    /// <summary>The answer to one request.</summary>
    /// <remarks>Exceptions as for rows; besides, an <see cref="ArgumentException"/> where the types do not fit the version that should answer.</remarks>
    public ValueTask<TypedPrediction<TOut>> PredictAsync(TIn request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_pipeline is not null)
        {
            return _pipeline.SendAsync<TypedPrediction<TOut>>(new RecordModelRequest<TIn, TOut>(_pipeline, this, request), options, cancellationToken);
        }

        if (_publisher.Watches || _router.Routing.Shadows.Length > 0 || _activities.HasListeners())
        {
            return WatchedAsync(request, options, cancellationToken);
        }

        RequestLease lease = _router.Enter(options);
        if (lease.Version.IsBatched)
        {
            return _router.SendAsync(_calls, new TypedCall<TIn>(request, lease), options, lease, cancellationToken);
        }

        ValueTask<TOut> task = _router.SendAsync(_access, request, options, lease, cancellationToken);
        return task.IsCompletedSuccessfully ? new ValueTask<TypedPrediction<TOut>>(Made(lease, task.Result)) : AwaitAsync(lease, task);
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this : _pipeline?.GetService(serviceType, serviceKey);
    }

    /// <summary>The answers to many requests, in their order, each with an id of its own. Batches form where the deployment has them.</summary>
    /// <remarks>Exceptions as for one request; when one fails, the others are still run.</remarks>
    public async Task<IReadOnlyList<TypedPrediction<TOut>>> PredictManyAsync(IReadOnlyList<TIn> requests, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        (int size, int atOnce) = _router.Parts;
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

    /// <summary>How the types fit a version.</summary>
    internal TypedCodec<TIn, TOut> CodecOf(LoadedVersion version)
    {
        Known? known = _known;
        if (known is null || known.Version != version)
        {
            _known = known = new(version, new TypedCodec<TIn, TOut>(version.Model.Signature));
        }

        return known.Codec;
    }

    /// <summary>The answer, and the row that its outputs stand for.</summary>
    internal async ValueTask<(TypedPrediction<TOut> Answer, Row Outputs)> WithRowAsync(TIn request, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = ServingTelemetry.Start(_activities, "predict", _deployment);
        Answer<Watched<TOut>> answer = await _router.AskAsync(_watched, request, options, cancellationToken, activity).ConfigureAwait(false);
        return (Told(answer), answer.Result.Outputs);
    }

    private TypedPrediction<TOut> Made(in RequestLease lease, TOut output)
    {
        TimeSpan latency = _router.Leave(lease);
        return new TypedPrediction<TOut>(output, lease.Id, lease.Version.Version, lease.Role, latency);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TypedPrediction<TOut>> AwaitAsync(RequestLease lease, ValueTask<TOut> task)
    {
        TOut output;
        try
        {
            output = await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _router.Fail(lease, e);
            throw;
        }

        return Made(lease, output);
    }

    private async ValueTask<TypedPrediction<TOut>> WatchedAsync(TIn request, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = ServingTelemetry.Start(_activities, "predict", _deployment);
        return Told(await _router.AskAsync(_watched, request, options, cancellationToken, activity).ConfigureAwait(false));
    }

    private TypedPrediction<TOut> Told(in Answer<Watched<TOut>> answer)
    {
        _publisher.Publish(answer, answer.Result.Inputs, answer.Result.Outputs, answer.Id.ToString());
        return new TypedPrediction<TOut>(answer.Result.Result, answer.Id, answer.Version.Version, answer.Role, answer.Latency);
    }

    private sealed record Known(LoadedVersion Version, TypedCodec<TIn, TOut> Codec);
}
