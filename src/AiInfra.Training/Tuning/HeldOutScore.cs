using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Models;
using AiInfra.Training.Recipes;

namespace AiInfra.Training.Tuning;

/// <summary>Scores an ONNX model of a table on rows that it has not seen: less is better.</summary>
internal static class HeldOutScore
{
    private const double LeastProbability = 1e-7;
    private const int BlockRows = 4096;

    public static double Of(TrainedModel model, TrainingRequest request, RowBatch rows)
    {
        if (model.Runtime is { } runtime)
        {
            throw new StudyException($"A model that the runtime '{runtime}' opens is not scored by itself. Give {nameof(TuneOptions)}.{nameof(TuneOptions.Score)}.");
        }

        OnnxModel onnx = OnnxModel.Read(model.Onnx);
        var columns = new RowSchema(onnx.Graph.Inputs.Select(i => rows.Schema.Columns[rows.Schema.Require(i.Name)]));
        string[]? classes = onnx.Metadata.TryGetValue(ModelKeys.Classes, out string? json) ? JsonSerializer.Deserialize<string[]>(json) : null;
        double sum = 0;
        for (int start = 0; start < rows.Count; start += BlockRows)
        {
            RowBatch block = rows.Slice(start, Math.Min(BlockRows, rows.Count - start));
            IReadOnlyDictionary<string, OnnxTensor> answers = new OnnxRuntimeRunner().Run(model.Onnx, TabularExportCheck.Inputs(columns, block));
            sum += request.Task == ModelTask.Classification
                ? LogLoss(Answer(answers, AnswerNames.Probability, columns).AsSpan<float>(), classes, block.Texts(request.Target))
                : Squares(Answer(answers, AnswerNames.Value, columns), block.Numbers(request.Target));
        }

        return request.Task == ModelTask.Classification ? sum / rows.Count : Math.Sqrt(sum / rows.Count);
    }

    private static OnnxTensor Answer(IReadOnlyDictionary<string, OnnxTensor> answers, string name, RowSchema columns) =>
        answers.TryGetValue(TabularExport.NameOf(name, columns), out OnnxTensor? answer)
            ? answer
            : throw new StudyException($"The model has no answer '{name}', only {string.Join(", ", answers.Keys)}. Give {nameof(TuneOptions)}.{nameof(TuneOptions.Score)}, or a recipe whose model answers as {nameof(ITrainingRecipe)} says.");

    private static double LogLoss(ReadOnlySpan<float> probabilities, string[]? classes, string?[] labels)
    {
        if (classes is null)
        {
            throw new StudyException($"The model does not name its classes (metadata '{ModelKeys.Classes}'), so its probabilities can't be scored. Give {nameof(TuneOptions)}.{nameof(TuneOptions.Score)}.");
        }

        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            int label = Array.IndexOf(classes, labels[i]);
            loss -= Math.Log(label < 0 ? LeastProbability : Math.Max(probabilities[(i * classes.Length) + label], LeastProbability));
        }

        return loss;
    }

    private static double Squares(OnnxTensor answers, double[] truth)
    {
        double[] values = answers.ElementType == OnnxElementType.Double ? answers.AsSpan<double>().ToArray() : [.. answers.AsSpan<float>().ToArray().Select(v => (double)v)];
        return values.Zip(truth).Sum(p => (p.First - p.Second) * (p.First - p.Second));
    }
}
