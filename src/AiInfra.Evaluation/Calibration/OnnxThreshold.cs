using System.Globalization;
using System.Text.Json;
using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Puts a decision threshold into an ONNX model of two classes, so that whoever serves it answers the label that was chosen for: the positive class where its probability is the threshold or more. The probabilities stay as they are.</summary>
public static class OnnxThreshold
{
    /// <summary>The metadata under which the threshold is kept in the model, as JSON: <c>{"class":"late","threshold":0.27}</c>.</summary>
    public const string MetadataKey = "aiinfra.threshold";

    /// <summary>A new model that decides by the threshold; the given one stays as it is. A threshold that it has already is replaced.</summary>
    /// <param name="model">A model of operator set 13 to 21 with outputs of probabilities and of the decision.</param>
    /// <param name="threshold">0 to 1, or positive infinity for "never": for example <see cref="Metrics.Curves.ThresholdChoice.Threshold"/>. It is compared in double precision, as the choice was made.</param>
    /// <param name="positive">The label that the threshold is about; null takes the second class, whose probability the curves and metrics of two classes are about.</param>
    /// <param name="options">Names of the outputs.</param>
    /// <exception cref="CalibrationException">The model has no such outputs, or of another type; it has not two classes; its labels are not known, or the positive one is not among them.</exception>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or is of another operator set.</exception>
    public static OnnxModel Set(OnnxModel model, double threshold, string? positive = null, OnnxAnswerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!(threshold >= 0 && (threshold <= 1 || double.IsPositiveInfinity(threshold))))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is a probability from 0 to 1, or infinite where the positive class is never answered.");
        }

        options = OnnxAnswers.Of(model, options);
        OnnxTensorType probability = OnnxAnswers.Probability(model, options);
        OnnxValueInfo label = model.Graph.Outputs.Find(o => o.Name == options.Label)
            ?? throw new CalibrationException($"The model has no output '{options.Label}' with a decision; its outputs are {string.Join(", ", model.Graph.Outputs.Select(o => o.Name))}. Name it, or compare the probabilities where they are used.");
        OnnxModel inner = model.Copy();
        inner.Graph.Rename(label.Name, OnnxAnswers.FreeName(inner.Graph, $"{label.Name}/most probable"));
        OnnxGraphBuilder graph = OnnxGraphBuilder.From(inner);
        OnnxValue decision;
        using (graph.Scope("threshold"))
        {
            OnnxValue rows = OnnxAnswers.Rows(graph, graph.Value(options.Probability) with { ElementType = probability.ElementType, Shape = probability.Shape }, probability, out int classes);
            string[] labels = OnnxAnswers.Labels(model, options, label, classes, "A threshold changes the decision");
            int at = Positive(labels, positive);
            positive = labels[at];
            OnnxValue share = graph.Slice(rows, at, at + 1, 1);
            OnnxValue chosen = graph.GreaterOrEqual(share, graph.Constant(threshold, "threshold"));
            OnnxValue position = graph.Cast(at == 1 ? chosen : graph.Not(chosen), OnnxElementType.Int64);
            OnnxTensorType type = label.TensorType!;
            decision = OnnxAnswers.Named(graph, type.Shape?.Rank == 2 ? position : graph.Squeeze(position, [1]), type, labels);
        }

        foreach (OnnxValueInfo output in model.Graph.Outputs)
        {
            graph.Output(output.Name, output.Name == label.Name ? decision : graph.Value(output.Name), output.TensorType?.Shape, output.TensorType?.ElementType ?? OnnxElementType.Undefined);
        }

        OnnxModel result = graph.Build(new Dictionary<string, string> { [MetadataKey] = Json(positive, threshold) }, model.ProducerName.Length > 0 ? model.ProducerName : "AiInfra.Evaluation");
        result.Graph.RemoveUnused();
        return result;
    }

    private static int Positive(string[] labels, string? positive)
    {
        if (labels.Length != 2)
        {
            throw new CalibrationException($"A threshold decides between two classes; this model has {labels.Length}: {string.Join(", ", labels)}.");
        }

        int at = positive is null ? 1 : Array.IndexOf(labels, positive);
        return at >= 0 ? at : throw new CalibrationException($"There is no label '{positive}'; the labels are {string.Join(", ", labels)}.");
    }

    private static string Json(string positive, double threshold)
    {
        // JSON has no infinity: as text, as the metadata's readers expect of numbers that JSON lacks.
        string number = double.IsFinite(threshold) ? threshold.ToString("R", CultureInfo.InvariantCulture) : "\"Infinity\"";
        return $"{{\"class\":\"{JsonEncodedText.Encode(positive)}\",\"threshold\":{number}}}";
    }
}
