using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Makes the whole answer where the batch's results are read, so that nothing of ours stands between the batch and its caller.</summary>
internal sealed class TypedCallCodec<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(LoadedVersion version, RequestRouter router)
    : IModelCodec<TypedCall<TIn>, TypedPrediction<TOut>>
{
    private readonly TypedCodec<TIn, TOut> _codec = new(version.Model.Signature);

    public bool IsUniform => true;

    public int Rows(TypedCall<TIn> request) => 1;

    public void Write(TypedCall<TIn> request, ModelSlot slot, int row) => _codec.Write(request.Request, slot, row);

    public TypedPrediction<TOut> Read(TypedCall<TIn> request, ModelSlot slot, int row)
    {
        TOut output = _codec.Read(request.Request, slot, row);
        return new TypedPrediction<TOut>(output, request.Id, version.Version, request.Role, router.Leave(version, request.Started, slot));
    }

    public void Failed(TypedCall<TIn> request, Exception error) => router.Fail(version, request.Started, error);
}
