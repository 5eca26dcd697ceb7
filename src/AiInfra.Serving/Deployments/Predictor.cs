using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
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
    private readonly WatchedAccess<TIn, TOut> _watched = new();

    internal Predictor(string deployment, Desk desk, Announcer announcer, ActivitySource activities)
    {
        _deployment = deployment;
        _desk = desk;
        _announcer = announcer;
        _activities = activities;
    }

    /// <summary>The answer to one request.</summary>
    /// <remarks>Exceptions as for rows; besides, an <see cref="ArgumentException"/> where the types do not fit the version that should answer.</remarks>
    public ValueTask<TypedPrediction<TOut>> PredictAsync(TIn request, PredictOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (_announcer.Watches || _desk.Routing.Challenger is not null || _activities.HasListeners())
        {
            return WatchedAsync(request, options, cancellationToken);
        }

        ValueTask<Answer<TOut>> task = _desk.AskAsync(_access, request, options, cancellationToken);
        if (!task.IsCompletedSuccessfully)
        {
            return AwaitAsync(task);
        }

        Answer<TOut> answer = task.Result;
        return new ValueTask<TypedPrediction<TOut>>(Made(answer, answer.Result));
    }

    private static TypedPrediction<TOut> Made<TResult>(in Answer<TResult> answer, TOut output) => new(output, answer.Id, answer.Version.Version, answer.Role, answer.Latency);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<TypedPrediction<TOut>> AwaitAsync(ValueTask<Answer<TOut>> task)
    {
        Answer<TOut> answer = await task.ConfigureAwait(false);
        return Made(answer, answer.Result);
    }

    private async ValueTask<TypedPrediction<TOut>> WatchedAsync(TIn request, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = _activities.StartActivity("predict");
        activity?.SetTag("aiinfra.deployment", _deployment);
        Answer<Watched<TOut>> answer = await _desk.AskAsync(_watched, request, options, cancellationToken).ConfigureAwait(false);
        activity?.SetTag("aiinfra.model.version", answer.Version.Version);
        _announcer.Tell(answer, answer.Result.Inputs, answer.Result.Outputs, answer.Id);
        return Made(answer, answer.Result.Result);
    }
}
