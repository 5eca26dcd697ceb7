using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Records in, records out.</summary>
internal sealed class TypedAccess<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut> : IAccess<TIn, TOut>
{
    private volatile LastLane<TIn, TOut>? _last;

    public ModelLane<TIn, TOut> Lane(LoadedVersion version)
    {
        LastLane<TIn, TOut>? last = _last;
        if (last is null || last.Version != version)
        {
            _last = last = new(version, version.Lane(typeof(TypedCodec<TIn, TOut>), v => new TypedCodec<TIn, TOut>(v.Model.Signature)));
        }

        return last.Lane;
    }
}
