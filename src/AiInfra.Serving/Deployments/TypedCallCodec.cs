using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;

namespace AiInfra.Serving.Deployments;

/// <summary>Makes the whole answer where the batch's results are read, so that nothing of ours stands between the batch and its caller.</summary>
internal sealed class TypedCallCodec<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(ModelSignature signature, Desk desk)
    : IModelCodec<TypedCall<TIn>, TypedPrediction<TOut>>, IFailureCodec<TypedCall<TIn>>
{
    private readonly TypedCodec<TIn, TOut> _codec = new(signature);

    public int Rows(TypedCall<TIn> request) => 1;

    public void Write(TypedCall<TIn> request, ModelSlot slot, int row) => _codec.Write(request.Request, slot, row);

    public TypedPrediction<TOut> Read(TypedCall<TIn> request, ModelSlot slot, int row)
    {
        TOut output = _codec.Read(request.Request, slot, row);
        return new TypedPrediction<TOut>(output, request.Id, request.Version.Version, request.Role, desk.Leave(request.Version, request.Started, slot.ReadAt));
    }

    public void Failed(TypedCall<TIn> request, Exception error) => desk.Fail(request.Version, request.Started, error);
}
