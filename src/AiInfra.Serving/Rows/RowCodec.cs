using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Rows in, rows out: columns are found by name, once for each schema.</summary>
/// <remarks>
/// An input of one element a row takes the column of its name; one of F elements takes the columns that the model's metadata names (<see cref="ModelKeys.Features"/>), otherwise "name[0]"…. The order of a row's columns never counts.
/// Missing numbers become NaN, missing texts "", missing instants <see cref="long.MinValue"/>; instants are milliseconds since 1970, UTC.
/// </remarks>
public sealed class RowCodec : IModelCodec<Row, Row>
{
    private readonly ModelSignature _signature;
    private readonly ConditionalWeakTable<RowSchema, RowInputs> _mapped = [];
    private volatile RowInputs? _inputs;
    private volatile RowOutputs? _outputs;

    /// <summary>Creates the codec of a model.</summary>
    /// <exception cref="ModelLoadException">The model does not take rows: an input has open dimensions besides the first.</exception>
    public RowCodec(ModelSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        _signature = signature.HasFixedRows
            ? signature
            : throw new ModelLoadException($"The model does not take rows: besides the first dimension all must be fixed, but its signature is {signature}. Use tensors.");
    }

    bool IModelCodec<Row, Row>.IsUniform => true;

    /// <summary>The columns the model takes, by the names it looks for.</summary>
    public IEnumerable<string> Columns => RowInputs.Names(_signature);

    /// <inheritdoc />
    public int Rows(Row request) => 1;

    /// <inheritdoc />
    public void Write(Row request, ModelSlot slot, int row)
    {
        ArgumentNullException.ThrowIfNull(request);
        Inputs(request.Schema).Write(request, slot, row);
    }

    /// <summary>Fills a slot with rows of a batch, column by column.</summary>
    internal void Write(RowBatch rows, int start, int count, ModelSlot slot) => Inputs(rows.Schema).Write(rows, start, count, slot);

    /// <inheritdoc />
    public Row Read(Row request, ModelSlot slot, int row)
    {
        RowOutputs? outputs = _outputs;
        if (outputs is null || !outputs.Fits(slot))
        {
            _outputs = outputs = new RowOutputs(slot);
        }

        return outputs.Read(slot, row);
    }

    private RowInputs Inputs(RowSchema schema)
    {
        RowInputs? inputs = _inputs;
        if (inputs is null || !ReferenceEquals(inputs.Schema, schema))
        {
            // Rows of one source share one schema, so this is rare.
            _inputs = inputs = _mapped.GetValue(schema, s => RowInputs.Map(s, _signature));
        }

        return inputs;
    }
}
