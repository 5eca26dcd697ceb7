using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Learning;

/// <summary>
/// What callers send stays the same from version to version. A window of rows in which a column never changes teaches nothing of it, and the model of that window would not take it;
/// so a model takes what the champion takes, also what it does not use, and learns from no column that callers do not send.
/// </summary>
internal static class StableInputs
{
    /// <summary>The rows without columns that the champion does not take.</summary>
    public static RowBatch Restrict(RowBatch rows, string target, ModelSignature? champion, out IReadOnlyList<string> left)
    {
        left = [];
        if (rows.Count == 0 || !IsOfColumns(champion, rows.Schema))
        {
            return rows;
        }

        left = [.. rows.Schema.Columns.Select(c => c.Name).Where(n => n != target && champion!.IndexOfInput(n) < 0)];
        return left.Count == 0 ? rows : rows.Select(rows.Schema.Columns.Select(c => c.Name).Except(left));
    }

    /// <summary>The model with further inputs that it does not use: those that the champion takes, or, of a first model, the columns that had one value only.</summary>
    public static byte[] Complete(byte[] onnx, RowBatch rows, string target, ICollection<string> without, ModelSignature? champion)
    {
        if (rows.Count == 0)
        {
            return onnx;
        }

        RowSchema schema = rows.Schema;
        IEnumerable<(string Name, OnnxElementType Type)> wanted = IsOfColumns(champion, schema)
            ? champion!.Inputs.Select(i => (i.Name, i.Type.ToOnnx()))
            : champion is null ? schema.Columns.Where((c, i) => c.Name != target && !without.Contains(c.Name) && IsConstant(rows.Columns[i])).Select(c => (c.Name, Type(c.Kind))) : [];
        OnnxModel model = OnnxModel.Read(onnx);
        HashSet<string> taken = [.. model.Graph.Nodes.SelectMany(n => n.Outputs), .. model.Graph.Inputs.Select(i => i.Name), .. model.Graph.Initializers.Select(t => t.Name), .. model.Graph.Outputs.Select(o => o.Name)];
        bool changed = false;
        foreach ((string name, OnnxElementType type) in wanted)
        {
            if (taken.Add(name))
            {
                model.Graph.Inputs.Add(new OnnxValueInfo(name, new OnnxTensorType(type, OnnxShape.Create(["batch", 1]))));
                changed = true;
            }
        }

        return changed ? model.ToBytes() : onnx;
    }

    /// <summary>Whether a model takes columns of these rows, one an input.</summary>
    private static bool IsOfColumns(ModelSignature? champion, RowSchema schema) =>
        champion is { HasFixedRows: true } && champion.Inputs.All(i => i.RowWidth == 1 && schema.IndexOf(i.Name) >= 0);

    private static bool IsConstant(ColumnData column)
    {
        Value first = column[0];
        return column.AsValues().All(v => v == first);
    }

    private static OnnxElementType Type(ValueKind kind) => kind switch
    {
        ValueKind.Text => OnnxElementType.String,
        ValueKind.Instant => OnnxElementType.Int64,
        _ => OnnxElementType.Double,
    };
}
