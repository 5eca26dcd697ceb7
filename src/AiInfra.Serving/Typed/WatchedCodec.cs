using System.Diagnostics.CodeAnalysis;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>The typed mapping, and beside it the rows.</summary>
internal sealed class WatchedCodec<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut>(ModelSignature signature) : IModelCodec<TIn, Watched<TOut>>
{
    private readonly TypedCodec<TIn, TOut> _typed = new(signature);
    private volatile RowOutputs? _outputs;

    public bool IsUniform => true;

    public int Rows(TIn request) => 1;

    public void Write(TIn request, ModelSlot slot, int row) => _typed.Write(request, slot, row);

    public Watched<TOut> Read(TIn request, ModelSlot slot, int row)
    {
        RowOutputs? outputs = _outputs;
        if (outputs is null || !outputs.Fits(slot))
        {
            _outputs = outputs = new RowOutputs(slot);
        }

        return new Watched<TOut>(_typed.Read(request, slot, row), _typed.ToRow(request), outputs.Read(slot, row));
    }
}
