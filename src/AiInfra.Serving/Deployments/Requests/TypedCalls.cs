using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Typed requests to versions that batch.</summary>
internal sealed class TypedCalls<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(RequestRouter router) : IAccess<TypedCall<TIn>, TypedPrediction<TOut>>
{
    private volatile LastLane<TypedCall<TIn>, TypedPrediction<TOut>>? _last;

    public ModelLane<TypedCall<TIn>, TypedPrediction<TOut>> Lane(LoadedVersion version)
    {
        LastLane<TypedCall<TIn>, TypedPrediction<TOut>>? last = _last;
        if (last is null || last.Version != version)
        {
            _last = last = new(version, version.Lane(typeof(TypedCallCodec<TIn, TOut>), v => new TypedCallCodec<TIn, TOut>(v, router)));
        }

        return last.Lane;
    }
}
