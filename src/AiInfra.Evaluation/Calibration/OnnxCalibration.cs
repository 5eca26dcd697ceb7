using System.Globalization;
using System.Text.Json;
using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Appends a calibrator to an ONNX model, so that whoever serves it answers calibrated probabilities: under the same names, with the same types and shapes, and a decision that agrees. The calibrator works in double precision inside.</summary>
public static class OnnxCalibration
{
    /// <summary>The metadata under which the calibrator's JSON is kept in the model.</summary>
    public const string MetadataKey = "aiinfra.calibration";

    private const string ClassesKey = "aiinfra.classes";
    private const string AnswersKey = "aiinfra.answers";

    /// <summary>A new model with the calibrator at its end; the given one stays as it is.</summary>
    /// <param name="model">A model of operator set 13 to 21 whose probability is an output.</param>
    /// <param name="calibrator">The calibrator.</param>
    /// <param name="options">Names of the outputs.</param>
    /// <exception cref="CalibrationException">The model has no such output, or of another type or number of classes; it is calibrated already; or its decision may change and the labels are not known.</exception>
    /// <exception cref="OnnxFormatException">The model breaks a rule, or is of another operator set.</exception>
    public static OnnxModel Append(OnnxModel model, Calibrator calibrator, OnnxCalibrationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(calibrator);
        options = Named(model, options ?? new());
        if (model.Metadata.ContainsKey(MetadataKey))
        {
            throw new CalibrationException("This model is calibrated already. Fit on the probabilities of the model before calibration, and append to that.");
        }

        OnnxTensorType probability = Probability(model, options);
        OnnxValueInfo? label = options.Label is { } name ? model.Graph.Outputs.Find(o => o.Name == name) : null;
        bool decide = label is not null && !calibrator.KeepsDecision;
        OnnxModel inner = model.Copy();
        string before = FreeName(inner.Graph, options.Probability);
        inner.Graph.Rename(options.Probability, before);
        string? decidedBefore = decide ? FreeName(inner.Graph, label!.Name) : null;
        if (decide)
        {
            inner.Graph.Rename(label!.Name, decidedBefore!);
        }

        OnnxGraphBuilder graph = OnnxGraphBuilder.From(inner);
        OnnxValue calibrated, decision = default;
        using (graph.Scope("calibration"))
        {
            OnnxValue rows = Rows(graph, graph.Value(before) with { ElementType = probability.ElementType, Shape = probability.Shape }, probability, out int classes);
            if (calibrator.Classes > 0 && calibrator.Classes != classes)
            {
                throw new CalibrationException($"The calibrator serves {calibrator.Classes} classes; output '{options.Probability}' has {classes}. Fit it on this model's probabilities.");
            }

            OnnxValue answers = calibrator.AppendTo(graph, rows, classes);
            if (decide)
            {
                decision = Decision(graph, answers, label!, Labels(model, options, label!, classes));
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

    /// <summary>The outputs as the graph calls them: an answer whose name a column has stands there under another.</summary>
    private static OnnxCalibrationOptions Named(OnnxModel model, OnnxCalibrationOptions options)
    {
        if (!model.Metadata.TryGetValue(AnswersKey, out string? json))
        {
            return options;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            Dictionary<string, string> names = document.RootElement.EnumerateObject().ToDictionary(p => p.Value.GetString() ?? "", p => p.Name);
            return new OnnxCalibrationOptions
            {
                Probability = names.GetValueOrDefault(options.Probability, options.Probability),
                Label = options.Label is { } label ? names.GetValueOrDefault(label, label) : null,
                Labels = options.Labels,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CalibrationException($"The metadata '{AnswersKey}' of the model is not a JSON object of names: {e.Message}", e);
        }
    }

    private static OnnxTensorType Probability(OnnxModel model, OnnxCalibrationOptions options)
    {
        OnnxValueInfo output = model.Graph.Outputs.Find(o => o.Name == options.Probability)
            ?? throw new CalibrationException($"The model has no output '{options.Probability}'; its outputs are {string.Join(", ", model.Graph.Outputs.Select(o => o.Name))}. Name the one with the probabilities.");
        bool fits = output.TensorType is { ElementType: OnnxElementType.Float or OnnxElementType.Double, Shape: { Rank: 1 or 2 } shape } && (shape.Rank == 1 || shape[1].Size is > 0);
        return fits ? output.TensorType! : throw new CalibrationException($"Output '{output}' cannot be calibrated: a tensor of float or double is needed, [rows, classes] with a fixed number of classes, or [rows] of the second of two. Export the model so (of a converter: without ZipMap).");
    }

    // Doubles [rows, classes] of whatever form the output has.
    private static OnnxValue Rows(OnnxGraphBuilder graph, OnnxValue output, OnnxTensorType type, out int classes)
    {
        OnnxValue rows = type.ElementType == OnnxElementType.Double ? output : graph.Cast(output, OnnxElementType.Double);
        classes = type.Shape!.Rank == 1 ? 1 : checked((int)type.Shape[1].Size!.Value);
        if (classes > 1)
        {
            return rows;
        }

        rows = type.Shape.Rank == 1 ? graph.Unsqueeze(rows, [1]) : rows;
        classes = 2;
        return graph.Concat([graph.Sub(graph.Constant(1.0, "one"), rows), rows], 1);
    }

    private static OnnxValue Shaped(OnnxGraphBuilder graph, OnnxValue answers, OnnxTensorType type)
    {
        bool second = type.Shape!.Rank == 1 || type.Shape[1].Size == 1;
        OnnxValue value = second ? graph.Slice(answers, 1, 2, 1) : answers;
        value = type.Shape.Rank == 1 ? graph.Squeeze(value, [1]) : value;
        return type.ElementType == OnnxElementType.Double ? value : graph.Cast(value, type.ElementType);
    }

    private static OnnxValue Decision(OnnxGraphBuilder graph, OnnxValue answers, OnnxValueInfo label, string[] labels)
    {
        OnnxTensorType type = label.TensorType!;
        OnnxValue best = graph.ArgMax(answers, 1, keepDims: type.Shape?.Rank == 2);
        long[] indices = [.. Enumerable.Range(0, labels.Length).Select(i => (long)i)];
        if (type.ElementType == OnnxElementType.String)
        {
            return graph.LabelEncoder(best, indices, labels);
        }

        long[] numbers = [.. labels.Select(l => long.Parse(l, CultureInfo.InvariantCulture))];
        return numbers.SequenceEqual(indices) ? best : graph.LabelEncoder(best, indices, numbers, -1);
    }

    private static string[] Labels(OnnxModel model, OnnxCalibrationOptions options, OnnxValueInfo label, int classes)
    {
        string what = $"The calibrator may change the decision, output '{label}'";
        if (label.TensorType is not { ElementType: OnnxElementType.String or OnnxElementType.Int64 } type || type.Shape is { Rank: 0 or > 2 })
        {
            throw new CalibrationException($"{what}, which must be text or int64, [rows] or [rows, 1], to be worked out again. Take that output out of the model, or a calibrator that keeps the decision (temperature).");
        }

        string[]? labels = options.Labels is { } given ? [.. given] : model.Metadata.TryGetValue(ClassesKey, out string? json) ? Stored(json) : null;
        if (labels is null)
        {
            throw new CalibrationException($"{what}, and the model does not say its labels. Give {nameof(OnnxCalibrationOptions.Labels)} in the order of the probabilities, or null as {nameof(OnnxCalibrationOptions.Label)} when that output is no decision.");
        }

        if (labels.Length != classes)
        {
            throw new CalibrationException($"{what}, and there are {labels.Length} labels for {classes} classes.");
        }

        return type.ElementType == OnnxElementType.String || labels.All(l => long.TryParse(l, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            ? labels
            : throw new CalibrationException($"{what}, which is of integers; the labels {string.Join(", ", labels)} are not whole numbers.");
    }

    private static string[] Stored(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(e => e.GetString() ?? "")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new CalibrationException($"The metadata '{ClassesKey}' of the model is not a JSON array of texts: {e.Message}", e);
        }
    }

    private static string FreeName(OnnxGraph graph, string name)
    {
        HashSet<string> names = [.. graph.Nodes.SelectMany(n => n.Outputs), .. graph.Inputs.Select(i => i.Name), .. graph.Initializers.Select(t => t.Name)];
        string free = $"{name}/uncalibrated";
        while (names.Contains(free))
        {
            free += "_";
        }

        return free;
    }
}
