using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Where each element of a model's row comes from in rows of one schema.</summary>
internal sealed class RowInputs
{
    private readonly int[][] _columns;
    private readonly TensorValues[] _elements;

    private RowInputs(RowSchema schema, int[][] columns, ModelSignature signature)
    {
        Schema = schema;
        _columns = columns;
        _elements = [.. signature.Inputs.Select(i => TensorValues.Of(i.Type))];
    }

    public RowSchema Schema { get; }

    /// <summary>Names of the columns a model takes, in order, as <see cref="Map"/> looks for them.</summary>
    public static IEnumerable<string> Names(ModelSignature signature) => signature.Inputs.SelectMany(i => TensorColumns.Of(i, signature));

    /// <exception cref="InferenceRequestException">The schema lacks columns.</exception>
    public static RowInputs Map(RowSchema schema, ModelSignature signature)
    {
        int[][] columns = [.. signature.Inputs.Select(i => TensorColumns.Of(i, signature).Select(schema.IndexOf).ToArray())];
        string[] missing = [.. Names(signature).Zip(columns.SelectMany(c => c)).Where(n => n.Second < 0).Select(n => n.First)];
        return missing.Length == 0
            ? new RowInputs(schema, columns, signature)
            : throw new InferenceRequestException("Row", $"columns {Some(Names(signature))}", $"columns {Some(schema.Columns.Select(c => c.Name))}; missing {Some(missing)}{Cure(schema, signature)}");
    }

    public void Write(Row row, ModelSlot slot, int at)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            int[] columns = _columns[i];
            SlotTensor input = slot.Inputs[i];
            for (int e = 0; e < columns.Length; e++)
            {
                _elements[i].Write(input, (at * columns.Length) + e, row[columns[e]], Schema.Columns[columns[e]].Name);
            }
        }
    }

    /// <summary>Rows of a batch, one behind the other from the slot's first on.</summary>
    public void Write(RowBatch rows, int start, int count, ModelSlot slot)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            int[] columns = _columns[i];
            for (int e = 0; e < columns.Length; e++)
            {
                _elements[i].Write(slot.Inputs[i], e, columns.Length, rows.Columns[columns[e]], start, count, Schema.Columns[columns[e]].Name);
            }
        }
    }

    /// <summary>As many columns as a vector has elements, and none of its names: their order is not taken for the vector's, for nobody said so.</summary>
    private static string Cure(RowSchema schema, ModelSignature signature) =>
        signature.Inputs.Count == 1 && signature.Features.Count == 0 && signature.Inputs[0].RowWidth > 1 && schema.Count == signature.Inputs[0].RowWidth
            ? $". The model does not name the elements of '{signature.Inputs[0].Name}', and columns are not matched by their order: call the columns {signature.Inputs[0].Name}[0] and so on, or name the elements in the model's metadata '{ModelKeys.Features}'"
            : "";

    private static string Some(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= 40 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(40))} and {all.Length - 40} more";
    }
}
