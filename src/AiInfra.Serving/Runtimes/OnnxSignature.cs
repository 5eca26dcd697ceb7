using System.Text.Json;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>Reads a session's signature.</summary>
internal static class OnnxSignature
{
    public static ModelSignature Read(InferenceSession session, bool wholeRequests)
    {
        var inputs = session.InputNames.Select(n => Spec(n, session.InputMetadata[n]) ?? throw new ModelLoadException(
            $"Input '{n}' is {session.InputMetadata[n].OnnxValueType}; only tensors of numbers, booleans and strings are served."));

        // Sequences and maps, as scikit-learn's converters leave them, are not asked of the model.
        Dictionary<string, string> renamed = Renamed(session);
        TensorSpec[] outputs = [.. session.OutputNames.Select(n => Spec(n, session.OutputMetadata[n], renamed.GetValueOrDefault(n))).OfType<TensorSpec>()];
        if (outputs.Length == 0)
        {
            throw new ModelLoadException($"The model gives no tensor; its outputs are: {string.Join(", ", session.OutputNames.Select(n => $"{n} {session.OutputMetadata[n].OnnxValueType}"))}.");
        }

        try
        {
            return new ModelSignature(inputs, outputs, session.ModelMetadata.CustomMetadataMap) { WholeRequests = wholeRequests };
        }
        catch (ArgumentException e)
        {
            throw new ModelLoadException($"The model's signature is not usable: {e.Message}", e);
        }
    }

    /// <summary>Answers whose name a column of the model has already: what the graph calls them, and what they are.</summary>
    private static Dictionary<string, string> Renamed(InferenceSession session)
    {
        if (!session.ModelMetadata.CustomMetadataMap.TryGetValue(ModelSignature.AnswersKey, out string? json))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() is { Length: > 0 } name ? name : throw new InvalidOperationException("empty"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ModelLoadException($"Metadata '{ModelSignature.AnswersKey}' must be a JSON object of names; it is '{json}'.", e);
        }
    }

    private static TensorSpec? Spec(string name, NodeMetadata node, string? answer = null) =>
        node.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR && TensorTypeExtensions.TryFromNative(node.ElementDataType, out TensorType type)
            ? new TensorSpec(answer ?? name, type, node.Dimensions.Select(d => (long)d), node.SymbolicDimensions) { RuntimeName = name }
            : null;
}
