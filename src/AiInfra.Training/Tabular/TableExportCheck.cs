using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Tabular;

/// <summary>What a model of a table and its export are compared on before the export is handed out: rows of the training, the same with cells taken out or made strange, and rows made up.</summary>
public static class TableExportCheck
{
    /// <summary>Rows as an exported model takes them: a tensor [rows, 1] for each column; texts string, instants int64 in milliseconds since 1970, others double.</summary>
    /// <param name="columns">The model's inputs.</param>
    /// <param name="rows">Rows that have them.</param>
    public static IReadOnlyDictionary<string, OnnxTensor> Inputs(RowSchema columns, IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        var inputs = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        foreach (Column column in columns.Columns)
        {
            Value[] values = [.. rows.Select(r => r[column.Name])];
            inputs[column.Name] = column.Kind switch
            {
                ValueKind.Text => OnnxTensor.Of<string>(column.Name, [.. values.Select(v => v.AsText() ?? "")], rows.Count, 1),
                ValueKind.Instant => OnnxTensor.Of<long>(column.Name, [.. values.Select(v => v.IsMissing ? long.MinValue : new DateTimeOffset(v.AsInstant()).ToUnixTimeMilliseconds())], rows.Count, 1),
                _ => OnnxTensor.Of<double>(column.Name, [.. values.Select(v => v.AsNumber())], rows.Count, 1),
            };
        }

        return inputs;
    }

    /// <summary>Each label that the export gave is a class as probable as any, to the model's mind.</summary>
    /// <param name="classes">The model's classes.</param>
    /// <param name="probabilities">What the model says, [rows, classes] row by row.</param>
    /// <param name="labels">What the export says of each row.</param>
    /// <param name="tolerance">How much less probable a label may be than the most probable one.</param>
    /// <exception cref="OnnxExportException">One is not.</exception>
    public static void CheckLabels(IReadOnlyList<Value> classes, float[] probabilities, IReadOnlyList<string> labels, double tolerance)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(probabilities);
        ArgumentNullException.ThrowIfNull(labels);
        for (int i = 0; i < labels.Count; i++)
        {
            ReadOnlySpan<float> row = probabilities.AsSpan(i * classes.Count, classes.Count);
            int said = classes.Select(c => c.AsText()).ToList().IndexOf(labels[i]);
            float best = row.ToArray().Max();
            if (said < 0 || row[said] < best - tolerance)
            {
                throw new OnnxExportException($"The exported model gives the label '{labels[i]}' to row {i} of the check, the model '{classes[row.IndexOf(best)]}'.");
            }
        }
    }

    /// <summary>Rows to compare on: the sample, the same with cells taken out or made strange, and 32 made up. The same for the same sample.</summary>
    /// <param name="columns">The model's inputs.</param>
    /// <param name="sample">Some rows of the training.</param>
    public static IReadOnlyList<Row> Rows(RowSchema columns, IReadOnlyList<Row> sample)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(sample);
        var random = new Random(1);
        List<Row> rows = [.. sample.Select(r => new Row(columns, [.. columns.Columns.Select(c => r[c.Name])]))];
        int real = rows.Count;
        for (int i = 0; i < real; i++)
        {
            rows.Add(new Row(columns, [.. columns.Columns.Select((c, at) => random.Next(4) == 0 ? Strange(c.Kind, random) : rows[i][at])]));
        }

        for (int i = 0; i < 32; i++)
        {
            rows.Add(new Row(columns, [.. columns.Columns.Select(c => Strange(c.Kind, random))]));
        }

        return rows;
    }

    private static Value Strange(ValueKind kind, Random random) => random.Next(3) == 0 ? Value.Missing : kind switch
    {
        ValueKind.Number => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-3, 9)),
        ValueKind.Boolean => random.Next(2) == 0,
        ValueKind.Instant => Value.Of(DateTime.UnixEpoch.AddMilliseconds(random.NextInt64(-1_000_000_000_000, 4_000_000_000_000))),
        ValueKind.Text => $"never seen {random.Next(100)}",
        _ => Value.Missing,
    };
}
