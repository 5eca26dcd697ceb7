using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Tabular;
using AiInfra.Trees.Ensembles;

namespace AiInfra.Trees.Models;

/// <summary>Encoder, trees and the meaning of their sums as one graph.</summary>
internal static class TreesExport
{
    public const string ImportanceKey = "aiinfra.importance";

    public static OnnxModel Build(TreesModel model, FeatureLayout features)
    {
        var graph = new OnnxGraphBuilder("model", opset: 20, machineLearningOpset: 5);
        OnnxValue inputs;
        using (graph.Scope("encoder"))
        {
            inputs = features.AppendTo(graph);
        }

        OnnxValue sums = new EnsembleGraph(model.Ensemble, rounds: true).AppendTo(graph, inputs);
        var outputs = new TabularOutputs(graph, model.Encoder.Columns, model.Task, model.Target);
        if (model.Labels is { } labels)
        {
            OnnxValue exact = Probabilities(graph, model.Ensemble, sums);
            outputs.Classes(graph.Cast(exact, OnnxElementType.Float, "probabilities"), exact, labels);
        }
        else
        {
            outputs.Number(model.Ensemble.Link == TreeLink.Exponential ? graph.Exp(sums) : model.Scaler is { } scaler ? scaler.AppendTo(graph, sums) : sums);
        }

        outputs.Metadata[ImportanceKey] = JsonSerializer.Serialize(model.Importance.ToDictionary(i => i.Column, i => Math.Round(i.Gain, 6)));
        return outputs.Build("AiInfra.Trees");
    }

    /// <summary>The graph's answers are those of the model, to the last place of a float.</summary>
    public static void Check(TreesModel model, OnnxModel export, IOnnxRunner runner)
    {
        const double LastPlace = 1.2e-7;
        IReadOnlyList<Row> rows = TableExportCheck.Rows(model.Encoder.Columns, model.Sample);
        IReadOnlyDictionary<string, OnnxTensor> answers = runner.Run(export, TableExportCheck.Inputs(model.Encoder.Columns, rows));
        double[] sums = model.Sums(rows);
        int outputs = model.Ensemble.Outputs;
        if (model.Labels is not { } labels)
        {
            ReadOnlySpan<double> values = answers[Named(AnswerNames.Value)].AsSpan<double>();
            ExportComparison.Check(AnswerNames.Value, Array.ConvertAll(sums, s => (float)model.Number(s)), Array.ConvertAll(values.ToArray(), v => (float)v), LastPlace);
            return;
        }

        float[] expected = [.. Enumerable.Range(0, rows.Count).SelectMany(i => model.Probabilities(sums.AsSpan(i * outputs, outputs))).Select(p => (float)p)];
        ReadOnlySpan<float> actual = answers[Named(AnswerNames.Probability)].AsSpan<float>();
        ExportComparison.Check(AnswerNames.Probability, expected, actual, LastPlace);
        TableExportCheck.CheckLabels(labels.Classes, expected, answers[Named(AnswerNames.Label)].Texts, LastPlace);

        string Named(string answer) => TabularOutputs.NameOf(answer, model.Encoder.Columns);
    }

    private static OnnxValue Probabilities(OnnxGraphBuilder graph, TreeEnsemble ensemble, OnnxValue sums)
    {
        if (ensemble.Link != TreeLink.Logistic)
        {
            return graph.Softmax(sums, 1);
        }

        // One class by the sum, the other by its opposite.
        double scale = ensemble.LinkScale;
        return graph.Sigmoid(graph.Mul(sums, graph.Initializer<double>("scale", [-scale, scale], 1, 2)));
    }
}
