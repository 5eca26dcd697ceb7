using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;

namespace AiInfra.Training.Models;

/// <summary>Compares a model of a table with its export: rows of the training, the same with cells taken out or made strange, and rows made up.</summary>
internal static class TabularExportCheck
{
    private const double Tolerance = 1e-4;

    public static void Run(TabularModel model, OnnxModel export, IOnnxRunner runner)
    {
        List<Row> rows = Rows(model.Encoder.Columns, model.Sample);
        float[] expected = model.Outputs(rows);
        IReadOnlyDictionary<string, OnnxTensor> answers = runner.Run(export, Inputs(model.Encoder.Columns, rows));
        if (model.Labels is not { } labels)
        {
            // Compared as the network sees it, whatever the scale of the target; of a target far from zero a double too has only so many digits.
            double[] values = answers[Named(AnswerNames.Value)].AsSpan<double>().ToArray();
            float[] scaled = [.. values.Select(v => (float)model.Scaler!.Encode(v))];
            double digits = model.Scaler is { Log: false } scaler ? 8 * Math.BitIncrement(Math.Abs(scaler.Mean)) - (8 * Math.Abs(scaler.Mean)) : 0;
            ExportComparison.Check(AnswerNames.Value, expected, scaled, Tolerance + (digits / model.Scaler!.Scale));
            return;
        }

        ExportComparison.Check(AnswerNames.Probability, expected, answers[Named(AnswerNames.Probability)].AsSpan<float>(), Tolerance);
        CheckLabels(labels.Classes, expected, answers[Named(AnswerNames.Label)].Texts, 2 * Tolerance);

        string Named(string answer) => TabularOutputs.NameOf(answer, model.Encoder.Columns);
    }

    /// <summary>Raw columns as the exported model takes them.</summary>
    public static Dictionary<string, OnnxTensor> Inputs(RowSchema columns, IReadOnlyList<Row> rows)
    {
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

    public static void CheckLabels(IReadOnlyList<Value> classes, float[] probabilities, IReadOnlyList<string> labels, double tolerance)
    {
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

    /// <summary>Rows to compare on.</summary>
    public static List<Row> Rows(RowSchema columns, IReadOnlyList<Row> sample)
    {
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
