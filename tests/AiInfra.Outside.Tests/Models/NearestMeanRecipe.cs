using AiInfra.Core.Rows;
using AiInfra.Data.Encoders;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Outside.Tests.Models;

/// <summary>The class whose mean is nearest, of any table: a learner that shares rows, encoder, outputs and the check of its export with those of the library.</summary>
public sealed class NearestMeanRecipe : ITrainingRecipe
{
    public IReadOnlyDictionary<string, string> Parameters { get; } = new Dictionary<string, string> { ["recipe"] = "nearest mean" };

    public Task<TrainedModel> TrainAsync(TrainingRequest request, CancellationToken cancellationToken = default)
    {
        int[] rows = TargetRows.Of(request.Rows, request.Target, request.Weights);
        ColumnData targets = request.Rows[request.Target].Take(rows);
        LabelEncoder labels = LabelEncoder.Fit(targets.AsValues());
        int[] classOf = [.. targets.AsValues().Select(labels.Encode)];
        TableEncoder encoder = TableEncoder.Fit(request.Features(), RowBlocks.Of(request.Rows, rows));
        float[] means = Means(RowBlocks.Of(request.Rows, rows).Select(b => encoder.Encode(b).Dense), classOf, labels.Count, encoder.Width);
        OnnxModel model = Graph(encoder, labels, means, request.Target);
        Check(model, encoder, labels, means, [.. rows.Take(16).Select(request.Rows.Row)]);
        return Task.FromResult(new TrainedModel(model.ToBytes(), encoder.ToJson()));
    }

    private static float[] Means(IEnumerable<float[]> blocks, int[] classOf, int classes, int width)
    {
        var means = new float[classes * width];
        int row = 0;
        foreach (float[] block in blocks)
        {
            for (int at = 0; at < block.Length; at++)
            {
                means[(classOf[row + (at / width)] * width) + (at % width)] += block[at];
            }

            row += block.Length / width;
        }

        int[] counts = [.. Enumerable.Range(0, classes).Select(c => classOf.Count(o => o == c))];
        return [.. means.Select((sum, at) => sum / counts[at / width])];
    }

    /// <summary>-|x - m|² without the |x|² that all classes share.</summary>
    private static float[] Scores(float[] x, float[] means, int width) =>
        [.. means.Chunk(width).Select(m => m.Zip(x, (a, b) => (2 * a * b) - (a * a)).Sum())];

    private static OnnxModel Graph(TableEncoder encoder, LabelEncoder labels, float[] means, string target)
    {
        var graph = new OnnxGraphBuilder("nearest-mean", opset: 20);
        OnnxValue dense = encoder.AppendTo(graph).Dense;
        OnnxValue twice = graph.Initializer<float>("means", [.. means.Select(m => 2 * m)], labels.Count, encoder.Width);
        OnnxValue own = graph.Initializer<float>("lengths", [.. means.Chunk(encoder.Width).Select(m => -m.Sum(v => v * v))], labels.Count);
        OnnxValue scores = graph.Gemm(dense, twice, own, transB: true);
        var outputs = new TabularOutputs(graph, encoder.Columns, ModelTask.Classification, target);
        outputs.Classes(graph.Softmax(scores, 1), scores, labels);
        return outputs.Build("AiInfra.Outside");
    }

    private static void Check(OnnxModel model, TableEncoder encoder, LabelEncoder labels, float[] means, IReadOnlyList<Row> sample)
    {
        IReadOnlyList<Row> rows = TableExportCheck.Rows(encoder.Columns, sample);
        float[] expected = [.. encoder.Encode(rows).Dense.Chunk(encoder.Width).SelectMany(x =>
        {
            float[] scores = Scores(x, means, encoder.Width);
            double[] shares = [.. scores.Select(s => Math.Exp(s - scores.Max()))];
            return shares.Select(s => (float)(s / shares.Sum()));
        })];
        IReadOnlyDictionary<string, OnnxTensor> answers = new OnnxRuntimeRunner().Run(model, TableExportCheck.Inputs(encoder.Columns, rows));
        ExportComparison.Check(AnswerNames.Probability, expected, answers[TabularOutputs.NameOf(AnswerNames.Probability, encoder.Columns)].AsSpan<float>(), 1e-4);
        TableExportCheck.CheckLabels(labels.Classes, expected, answers[TabularOutputs.NameOf(AnswerNames.Label, encoder.Columns)].Texts, 1e-3);
    }
}
