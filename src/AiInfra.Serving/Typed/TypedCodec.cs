using System.Diagnostics.CodeAnalysis;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Records in, records out: properties are matched to a model's inputs and outputs by name, once.</summary>
/// <remarks>
/// Names are equal, or equal without case and without what is neither letter nor digit ("hours-per-week" and HoursPerWeek).
/// A property may carry its name in the model: <c>[Column("hours-per-week")]</c>.
/// The one vector input of a plain model takes single properties too: by the names of the model's metadata (<see cref="ModelKeys.Features"/>), otherwise in the order they say (<c>[Column(Order = 0)]</c>). The order of declaration never counts.
/// Numbers, booleans, texts, enums and times fill inputs of one element a row; arrays and memories fill inputs of several. Null counts as missing.
/// </remarks>
/// <typeparam name="TIn">A type with a public property for every input.</typeparam>
/// <typeparam name="TOut">A type whose constructor's parameters, or settable properties, are outputs.</typeparam>
public sealed class TypedCodec<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] TIn, [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties | DynamicallyAccessedMemberTypes.PublicConstructors)] TOut> : IModelCodec<TIn, TOut>
{
    private readonly TypedInputs<TIn> _inputs;
    private readonly Func<ModelSlot, int, TOut> _read;

    /// <summary>Maps the types to a model.</summary>
    /// <exception cref="ModelLoadException">The model does not take rows.</exception>
    /// <exception cref="ArgumentException">A property is missing, ambiguous, or of a type that does not fit; the message names all that are.</exception>
    public TypedCodec(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        if (!signature.HasFixedRows)
        {
            throw new ModelLoadException($"The model does not take rows: besides the first dimension all must be fixed, but its signature is {signature}. Use tensors.");
        }

        _inputs = new TypedInputs<TIn>(signature);
        _read = TypedOutputs.Compile<TOut>(signature);
    }

    /// <inheritdoc />
    public int Rows(TIn request) => 1;

    /// <inheritdoc />
    public void Write(TIn request, ModelSlot slot, int row)
    {
        if (request is null)
        {
            throw new ArgumentNullException(nameof(request));
        }

        _inputs.Write(request, slot, row);
    }

    /// <inheritdoc />
    public TOut Read(TIn request, ModelSlot slot, int row) => _read(slot, row);

    bool IModelCodec<TIn, TOut>.IsUniform => true;

    /// <summary>The request as the row it stands for.</summary>
    internal Row ToRow(TIn request) => _inputs.ToRow(request);
}
