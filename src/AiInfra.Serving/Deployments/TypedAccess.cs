using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Records in, records out.</summary>
internal sealed class TypedAccess<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut> : IAccess<TIn, TOut>
{
    private volatile Last? _last;

    public ModelLane<TIn, TOut> Lane(LoadedVersion version)
    {
        // One version after the other answers: the look-up is for the first request of each, and for canaries.
        Last? last = _last;
        if (last is null || last.Version != version)
        {
            _last = last = new Last(version, version.Lane(typeof(TypedCodec<TIn, TOut>), v => new TypedCodec<TIn, TOut>(v.Model.Signature)));
        }

        return last.Lane;
    }

    private sealed record Last(LoadedVersion Version, ModelLane<TIn, TOut> Lane);
}
