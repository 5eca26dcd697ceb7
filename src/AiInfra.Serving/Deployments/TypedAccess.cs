using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Records in, records out.</summary>
internal sealed class TypedAccess<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut> : IAccess<TIn, TOut>
{
    public ModelLane<TIn, TOut> Lane(LoadedVersion version) => version.Lane(typeof(TypedCodec<TIn, TOut>), v => new TypedCodec<TIn, TOut>(v.Model.Signature));
}
