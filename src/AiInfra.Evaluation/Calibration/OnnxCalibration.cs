using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Appends a calibrator to an ONNX model, so that whoever serves it answers calibrated probabilities: under the same names, with the same types and shapes, and a decision that agrees. The calibrator works in double precision inside.</summary>
public static class OnnxCalibration
{
    /// <summary>The metadata under which the calibrator's JSON is kept in the model.</summary>
    public const string MetadataKey = "aiinfra.calibration";

    /// <summary>A new model with the calibrator at its end; the given one stays as it is.</summary>
    /// <param name="model">A model of operator set 13 to 21 whose probability is an output.</param>
    /// <param name="calibrator">The calibrator.</param>
    /// <param name="options">Names of the outputs.</param>
    /// <exception cref="CalibrationException">The model has no such output, or of another type or number of classes; it is calibrated already; or its decision may change and the labels are not known.</exception>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or is of another operator set.</exception>
    public static OnnxModel Append(OnnxModel model, Calibrator calibrator, OnnxAnswerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibrator);
        options = OnnxAnswers.Of(model, options);
        if (model.Metadata.ContainsKey(MetadataKey))
        {
            throw new CalibrationException("This model is calibrated already. Fit on the probabilities of the model before calibration, and append to that.");
        }

        if (model.Metadata.ContainsKey(OnnxThreshold.MetadataKey))
        {
            throw new CalibrationException("This model decides by a threshold on its probabilities as they are. Append the calibrator first, choose the threshold on the calibrated probabilities, and set that.");
        }

        OnnxTensorType probability = OnnxAnswers.Probability(model, options);
        OnnxValueInfo? label = options.Label is { } name ? model.Graph.Outputs.Find(o => o.Name == name) : null;
        bool decide = label is not null && !calibrator.KeepsDecision;
        OnnxModel inner = model.Copy();
        string before = OnnxAnswers.FreeName(inner.Graph, $"{options.Probability}/uncalibrated");
        inner.Graph.Rename(options.Probability, before);
        string? decidedBefore = decide ? OnnxAnswers.FreeName(inner.Graph, $"{label!.Name}/uncalibrated") : null;
        if (decide)
        {
            inner.Graph.Rename(label!.Name, decidedBefore!);
        }

        OnnxGraphBuilder graph = OnnxGraphBuilder.From(inner);
        OnnxValue calibrated, decision = default;
        using (graph.Scope("calibration"))
        {
            OnnxValue rows = OnnxAnswers.Rows(graph, graph.Value(before) with { ElementType = probability.ElementType, Shape = probability.Shape }, probability, out int classes);
            if (calibrator.Classes > 0 && calibrator.Classes != classes)
            {
                throw new CalibrationException($"The calibrator serves {calibrator.Classes} classes; output '{options.Probability}' has {classes}. Fit it on this model's probabilities.");
            }

            OnnxValue answers = calibrator.AppendTo(graph, rows, classes);
            if (decide)
            {
                OnnxTensorType type = label!.TensorType!;
                string[] labels = OnnxAnswers.Labels(model, options, label, classes, "The calibrator may change the decision");
                decision = OnnxAnswers.Named(graph, graph.ArgMax(answers, 1, keepDims: type.Shape?.Rank == 2), type, labels);
            }

            calibrated = Shaped(graph, answers, probability);
        }

        foreach (OnnxValueInfo output in model.Graph.Outputs)
        {
            OnnxValue value = output.Name == options.Probability ? calibrated : decide && output.Name == label!.Name ? decision : graph.Value(output.Name);
            graph.Output(output.Name, value, output.TensorType?.Shape, output.TensorType?.ElementType ?? OnnxElementType.Undefined);
        }

        OnnxModel result = graph.Build(new Dictionary<string, string> { [MetadataKey] = calibrator.ToJson() }, model.ProducerName.Length > 0 ? model.ProducerName : "AiInfra.Evaluation");
        result.Graph.RemoveUnused();
        return result;
    }

    /// <summary>The calibrator that a model carries; null when it carries none.</summary>
    /// <exception cref="CalibrationException">What it carries is not a calibrator's JSON.</exception>
    public static Calibrator? Read(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Metadata.TryGetValue(MetadataKey, out string? json) ? Calibrator.FromJson(json) : null;
    }

    private static OnnxValue Shaped(OnnxGraphBuilder graph, OnnxValue answers, OnnxTensorType type)
    {
        bool second = type.Shape!.Rank == 1 || type.Shape[1].Size == 1;
        OnnxValue value = second ? graph.Slice(answers, 1, 2, 1) : answers;
        value = type.Shape.Rank == 1 ? graph.Squeeze(value, [1]) : value;
        return type.ElementType == OnnxElementType.Double ? value : graph.Cast(value, type.ElementType);
    }
}
