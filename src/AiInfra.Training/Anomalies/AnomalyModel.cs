using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Anomalies;

/// <summary>Says how unlike the rows it learned from a row is. It learns without labels.</summary>
public abstract class AnomalyModel
{
    private protected AnomalyModel(TableEncoder encoder) => Encoder = encoder;

    /// <summary>How columns become numbers.</summary>
    public TableEncoder Encoder { get; }

    /// <summary>A row with a score above this is called an anomaly.</summary>
    public double Threshold { get; private protected set; }

    /// <summary>How unlike each row is; more is more unlike. A <see cref="RowBatch"/> is read by column.</summary>
    /// <exception cref="EncodingException">A row lacks a column or holds a value of another kind.</exception>
    public double[] Score(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows.Count == 0 ? [] : Scores(Encoder.Encode(rows));
    }

    /// <summary>Writes encoder and model as one ONNX model, and compares both on given rows before it is handed out.</summary>
    /// <remarks>Inputs: one a column, named like it, [N, 1]. Outputs: <c>value</c> double [N, 1], the score, and <c>label</c> string [N, 1], "anomaly" or "normal". Where a column is called so, the output is <c>answer.value</c> and so on, and the metadata say it.</remarks>
    /// <param name="check">Rows to compare on, one at least; some of those it was learned from do.</param>
    /// <param name="exporter">Converters and runner; null takes those of this package and ONNX Runtime.</param>
    /// <exception cref="OnnxExportException">The file answers otherwise.</exception>
    public OnnxModel ToOnnx(IReadOnlyList<Row> check, OnnxExporter? exporter = null)
    {
        ArgumentNullException.ThrowIfNull(check);
        ArgumentOutOfRangeException.ThrowIfZero(check.Count);
        exporter ??= new OnnxExporter();
        var graph = new OnnxGraphBuilder("model", opset: 20);
        EncodedInputs encoded;
        using (graph.Scope("encoder"))
        {
            encoded = Encoder.AppendTo(graph);
        }

        HashSet<string> columns = [.. Encoder.Columns.Columns.Select(c => c.Name)];
        string value = ModelFile.FreeName(columns, AnswerNames.Value), label = ModelFile.FreeName(columns, AnswerNames.Label);
        OnnxValue score = AppendScore(graph, encoded.Dense, exporter.Converters);
        OnnxValue place = graph.Cast(graph.Greater(score, graph.Constant(Threshold, "threshold")), OnnxElementType.Int64);
        graph.Output(value, score, OnnxShape.Create(["N", 1]), OnnxElementType.Double);
        graph.Output(label, graph.LabelEncoder(place, [0L, 1L], ["normal", "anomaly"]), OnnxShape.Create(["N", 1]), OnnxElementType.String);
        var renamed = ((string Graph, string Answer)[])[(value, AnswerNames.Value), (label, AnswerNames.Label)];
        OnnxModel model = graph.Build(
            renamed.Any(r => r.Graph != r.Answer) ? new Dictionary<string, string> { [ModelKeys.Answers] = JsonSerializer.Serialize(renamed.Where(r => r.Graph != r.Answer).ToDictionary(r => r.Graph, r => r.Answer)) } : null, "AiInfra.Training");
        double[] said = ModelFile.Answer(exporter.Runner, model, RowBatch.Of(check), value)[0];
        ExportComparison.Check(value, [.. Score(check).Select(v => (float)v)], [.. said.Select(v => (float)v)], 1e-4);
        return model;
    }

    /// <summary>Scores of encoded rows.</summary>
    private protected abstract double[] Scores(EncodedBatch rows);

    /// <summary>The same in a graph: float [N, width] to double [N, 1].</summary>
    private protected abstract OnnxValue AppendScore(OnnxGraphBuilder graph, OnnxValue dense, ModuleConverters converters);

    /// <summary>The score that this share of rows lies above.</summary>
    private protected static double Quantile(double[] scores, double share)
    {
        double[] sorted = [.. scores.Order()];
        return sorted[Math.Clamp(sorted.Length - 1 - (int)Math.Floor(share * sorted.Length), 0, sorted.Length - 1)];
    }

    private protected static TableEncoder Encode(IReadOnlyList<Row> rows, RowSchema? features, EncodingOptions encoding)
    {
        if (rows.Count < 2)
        {
            throw new AnomalyException($"There are {rows.Count} rows; what is normal is learned from two at least.");
        }

        RowBatch batch = RowBatch.Of(rows);
        var encoder = TableEncoder.Fit(features ?? batch.Schema, batch, encoding);
        return encoder.CategorySizes.Count == 0
            ? encoder
            : throw new AnomalyException($"The columns {string.Join(", ", encoder.CategoryNames)} are encoded as indices, which have no distance. Set {nameof(EncodingOptions)}.{nameof(EncodingOptions.Categories)} to {nameof(CategoryForm.OneHot)}.");
    }
}
