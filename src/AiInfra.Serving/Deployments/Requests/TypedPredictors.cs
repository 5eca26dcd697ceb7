using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>The typed predictors of a deployment, one for each pair of types.</summary>
internal sealed class TypedPredictors(string name, RequestRouter router, SignalPublisher publisher, ActivitySource activities, RequestPipeline? pipeline)
{
    private readonly ConcurrentDictionary<Type, (object Predictor, ModelSignature? Fits)> _made = new();

    /// <param name="signature">The champion's, which the types are checked against; null where there is none.</param>
    /// <exception cref="ArgumentException">The types do not fit it.</exception>
    public Predictor<TIn, TOut> Get<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn,
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(ModelSignature? signature)
    {
        if (_made.TryGetValue(typeof(Predictor<TIn, TOut>), out (object Predictor, ModelSignature? Fits) known) && ReferenceEquals(known.Fits, signature))
        {
            return (Predictor<TIn, TOut>)known.Predictor;
        }

        if (signature is not null)
        {
            _ = new TypedCodec<TIn, TOut>(signature);
        }

        var predictor = known.Predictor as Predictor<TIn, TOut> ?? new(name, router, publisher, activities, pipeline);
        _made[typeof(Predictor<TIn, TOut>)] = (predictor, signature);
        return predictor;
    }
}
