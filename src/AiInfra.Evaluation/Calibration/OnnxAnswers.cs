using System.Globalization;
using System.Text.Json;
using AiInfra.Core.Rows;
using AiInfra.Onnx;

namespace AiInfra.Evaluation.Calibration;

/// <summary>Probabilities and decision of a model's graph, for what is appended to it.</summary>
internal static class OnnxAnswers
{
    /// <summary>The outputs as the graph calls them: an answer whose name a column has stands there under another.</summary>
    public static OnnxAnswerOptions Of(OnnxModel model, OnnxAnswerOptions? options)
    {
        options ??= new();
        if (!model.Metadata.TryGetValue(ModelKeys.Answers, out string? json))
        {
            return options;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            Dictionary<string, string> names = document.RootElement.EnumerateObject().ToDictionary(p => p.Value.GetString() ?? "", p => p.Name);
            return new OnnxAnswerOptions
            {
                Probability = names.GetValueOrDefault(options.Probability, options.Probability),
                Label = options.Label is { } label ? names.GetValueOrDefault(label, label) : null,
                Labels = options.Labels,
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new CalibrationException($"The metadata '{ModelKeys.Answers}' of the model is not a JSON object of names: {e.Message}", e);
        }
    }

    /// <summary>The type of the output with the probabilities.</summary>
    public static OnnxTensorType Probability(OnnxModel model, OnnxAnswerOptions options)
    {
        OnnxValueInfo output = model.Graph.Outputs.Find(o => o.Name == options.Probability)
            ?? throw new CalibrationException($"The model has no output '{options.Probability}'; its outputs are {string.Join(", ", model.Graph.Outputs.Select(o => o.Name))}. Name the one with the probabilities.");
        bool fits = output.TensorType is { ElementType: OnnxElementType.Float or OnnxElementType.Double, Shape: { Rank: 1 or 2 } shape } && (shape.Rank == 1 || shape[1].Size is > 0);
        return fits ? output.TensorType! : throw new CalibrationException($"Output '{output}' is not of probabilities: a tensor of float or double is needed, [rows, classes] with a fixed number of classes, or [rows] of the second of two. Export the model so (of a converter: without ZipMap).");
    }

    /// <summary>Doubles [rows, classes] of whatever form the output has.</summary>
    public static OnnxValue Rows(OnnxGraphBuilder graph, OnnxValue output, OnnxTensorType type, out int classes)
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

    /// <summary>The labels of class positions.</summary>
    public static OnnxValue Named(OnnxGraphBuilder graph, OnnxValue positions, OnnxTensorType type, string[] labels)
    {
        long[] indices = [.. Enumerable.Range(0, labels.Length).Select(i => (long)i)];
        if (type.ElementType == OnnxElementType.String)
        {
            return graph.LabelEncoder(positions, indices, labels);
        }

        long[] numbers = [.. labels.Select(l => long.Parse(l, CultureInfo.InvariantCulture))];
        return numbers.SequenceEqual(indices) ? positions : graph.LabelEncoder(positions, indices, numbers, -1);
    }

    /// <summary>The labels in the order of the probabilities, as texts that fit the output of the decision.</summary>
    public static string[] Labels(OnnxModel model, OnnxAnswerOptions options, OnnxValueInfo label, int classes, string why)
    {
        string what = $"{why}, output '{label}'";
        if (label.TensorType is not { ElementType: OnnxElementType.String or OnnxElementType.Int64 } type || type.Shape is { Rank: 0 or > 2 })
        {
            throw new CalibrationException($"{what}, which must be text or int64, [rows] or [rows, 1], to be worked out again. Take that output out of the model, or, to calibrate, a calibrator that keeps the decision (temperature).");
        }

        string[]? labels = options.Labels is { } given ? [.. given] : model.Metadata.TryGetValue(ModelKeys.Classes, out string? json) ? Stored(json) : null;
        if (labels is null)
        {
            throw new CalibrationException($"{what}, and the model does not say its labels. Give {nameof(OnnxAnswerOptions.Labels)} in the order of the probabilities, or null as {nameof(OnnxAnswerOptions.Label)} when that output is no decision.");
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
            throw new CalibrationException($"The metadata '{ModelKeys.Classes}' of the model is not a JSON array of texts: {e.Message}", e);
        }
    }

    /// <summary>A name that nothing in the graph has.</summary>
    public static string FreeName(OnnxGraph graph, string name)
    {
        HashSet<string> names = [.. graph.Nodes.SelectMany(n => n.Outputs), .. graph.Inputs.Select(i => i.Name), .. graph.Initializers.Select(t => t.Name)];
        while (names.Contains(name))
        {
            name += "_";
        }

        return name;
    }
}
