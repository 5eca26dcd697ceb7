using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AiInfra.Serving.Telemetry;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Typed access to a deployment: records in, records out. Thread-safe; keep it.</summary>
/// <remarks>Properties are matched to the model by name, once for each version; see <see cref="TypedCodec{TIn, TOut}"/>.</remarks>
public sealed class Predictor<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>
{
    private readonly string _deployment;
    private readonly Desk _desk;
    private readonly Announcer _announcer;
    private readonly ActivitySource _activities;
    private readonly TypedAccess<TIn, TOut> _access = new();
    private readonly TypedCalls<TIn, TOut> _calls;
    private readonly WatchedAccess<TIn, TOut> _watched = new();

    internal Predictor(string deployment, Desk desk, Announcer announcer, ActivitySource activities)
    {
        _deployment = deployment;
        _desk = desk;
        _announcer = announcer;
        _activities = activities;
        _calls = new TypedCalls<TIn, TOut>(desk);
    }

    /// <summary>The answer to one request.</summary>
    /// <remarks>Exceptions as for rows; besides, an <see cref="ArgumentException"/> where the types do not fit the version that should answer.</remarks>
    public ValueTask<TypedPrediction<TOut>> PredictAsync(TIn request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_announcer.Watches || _desk.Routing.Challenger is not null || _activities.HasListeners())
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
        _announcer.Tell(answer, answer.Result.Inputs, answer.Result.Outputs, answer.Id.ToString());
        return new TypedPrediction<TOut>(answer.Result.Result, answer.Id, answer.Version.Version, answer.Role, answer.Latency);
    }
}
