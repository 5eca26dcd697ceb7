using AiInfra.Core.Rows;
using AiInfra.Evaluation.Calibration;
using AiInfra.Evaluation.Predictions;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Curves;
using AiInfra.Onnx;

namespace AiInfra.Learning;

/// <summary>A decision threshold chosen for a model, on rows that it was not trained on, and written into its file.</summary>
internal sealed record ModelDecision(string Positive, ThresholdChoice Choice)
{
    /// <summary>Chooses by a rule.</summary>
    /// <exception cref="LearningException">The model has not two classes, or the rows are of one.</exception>
    public static ModelDecision Choose(DecisionRule rule, JudgedModel model, LabelledBatch rows, string target)
    {
        string[] classes = [.. model.Classes];
        if (classes.Length != 2)
        {
            throw new LearningException($"A decision rule ({rule}) is for two classes; '{target}' has {classes.Length}: {string.Join(", ", classes.Take(10))}. Leave the rule out.");
        }

        string positive = rule.Positive ?? classes[1];
        if (!classes.Contains(positive, StringComparer.Ordinal))
        {
            throw new LearningException($"The decision rule ({rule}) is about a class that '{target}' does not have; its classes are '{classes[0]}' and '{classes[1]}'.");
        }

        ClassLabels labels = JudgedModel.Labels(ModelTask.Classification, [model], rows)!;
        PredictionSet judged = model.Judge(rows, labels);
        int at = labels.IndexOf(positive);
        var truth = new bool[judged.Count];
        var scores = new double[judged.Count];
        for (int i = 0; i < truth.Length; i++)
        {
            (truth[i], scores[i]) = (judged.Labels[i] == at, judged.Probabilities[(i * labels.Count) + at]);
        }

        RankedScores ranked = RankedScores.Of(truth, scores);
        return ranked.HasBothClasses
            ? new ModelDecision(positive, rule.Choose(ranked))
            : throw new LearningException($"A decision threshold ({rule}) is chosen on rows of both classes; the {truth.Length} rows kept for it have {ranked.PositiveCount} of '{positive}' and {ranked.NegativeCount} others. More rows are needed, or the dataset is sorted by '{target}'.");
    }

    /// <summary>A rule about numbers means nothing.</summary>
    /// <exception cref="LearningException">It is learned as a number.</exception>
    public static void RequireClasses(DecisionRule? rule, ModelTask task, string target)
    {
        if (rule is not null && task != ModelTask.Classification)
        {
            throw new LearningException($"A decision rule ({rule}) is for two classes; '{target}' is learned by {task}. Leave the rule out, or say Classify().");
        }
    }

    /// <summary>The model with the threshold in its graph, so that whoever serves it answers by it.</summary>
    public byte[] Set(byte[] onnx)
    {
        using var bytes = new MemoryStream();
        OnnxThreshold.Set(OnnxModel.Read(onnx), Choice.Threshold, Positive).Write(bytes);
        return bytes.ToArray();
    }

    /// <summary>What a version's tag says.</summary>
    public string Tag => $"{{\"class\":{System.Text.Json.JsonSerializer.Serialize(Positive)},\"threshold\":{(double.IsFinite(Choice.Threshold) ? Choice.Threshold.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "\"Infinity\"")}}}";
}
