using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Rows;

/// <summary>Where each element of a model's row comes from in rows of one schema.</summary>
internal sealed class RowInputs
{
    private readonly int[][] _columns;

    private RowInputs(RowSchema schema, int[][] columns)
    {
        Schema = schema;
        _columns = columns;
    }

    public RowSchema Schema { get; }

    /// <summary>Names of the columns a model takes, in order, as <see cref="Map"/> looks for them.</summary>
    public static IEnumerable<string> Names(ModelSignature signature) => signature.Inputs.SelectMany(Names);

    /// <exception cref="InferenceRequestException">The schema lacks columns.</exception>
    public static RowInputs Map(RowSchema schema, ModelSignature signature)
    {
        var columns = new int[signature.Inputs.Count][];
        for (int i = 0; i < columns.Length; i++)
        {
            TensorSpec input = signature.Inputs[i];
            string[] names = [.. Names(input)];
            columns[i] = [.. names.Select(schema.IndexOf)];

            // A plain model takes one vector and names no columns: then the order of the row's columns counts.
            if (signature.Inputs.Count == 1 && names.Length > 1 && names.Length == schema.Count && columns[i].All(c => c < 0))
            {
                columns[i] = [.. Enumerable.Range(0, names.Length)];
            }
        }

        string[] missing = [.. Names(signature).Zip(columns.SelectMany(c => c)).Where(n => n.Second < 0).Select(n => n.First)];
        return missing.Length == 0
            ? new RowInputs(schema, columns)
            : throw new InferenceRequestException("Row", $"columns {Some(Names(signature))}", $"columns {Some(schema.Columns.Select(c => c.Name))}; missing {Some(missing)}");
    }

    public void Write(Row row, ModelSlot slot, int at)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            int[] columns = _columns[i];
            SlotTensor input = slot.Inputs[i];
            for (int e = 0; e < columns.Length; e++)
            {
                InputColumn.Write(input, (at * columns.Length) + e, row[columns[e]], Schema.Columns[columns[e]].Name);
            }
        }
    }

    private static IEnumerable<string> Names(TensorSpec input) => input.RowWidth == 1
        ? [input.Name]
        : Enumerable.Range(0, checked((int)input.RowWidth)).Select(e => $"{input.Name}[{e}]");

    private static string Some(IEnumerable<string> names)
    {
        string[] all = [.. names];
        return all.Length <= 40 ? string.Join(", ", all) : $"{string.Join(", ", all.Take(40))} and {all.Length - 40} more";
    }
}
