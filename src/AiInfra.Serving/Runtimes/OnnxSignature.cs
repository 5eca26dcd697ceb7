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
        TensorSpec[] outputs = [.. session.OutputNames.Select(n => Spec(n, session.OutputMetadata[n])).OfType<TensorSpec>()];
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

    private static TensorSpec? Spec(string name, NodeMetadata node) =>
        node.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR && TensorTypeExtensions.TryFromNative(node.ElementDataType, out TensorType type)
            ? new TensorSpec(name, type, node.Dimensions.Select(d => (long)d), node.SymbolicDimensions)
            : null;
}
