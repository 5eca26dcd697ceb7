using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Deployments.Requests;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Records in, records out, and the rows both stand for, when somebody watches.</summary>
internal sealed class WatchedAccess<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut> : IAccess<TIn, Watched<TOut>>
{
    public ModelLane<TIn, Watched<TOut>> Lane(LoadedVersion version) => version.Lane(typeof(WatchedCodec<TIn, TOut>), v => new WatchedCodec<TIn, TOut>(v.Model.Signature));
}
