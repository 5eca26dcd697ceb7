using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>A session, and what the model's file says that the session does not tell.</summary>
internal sealed class OnnxFile(InferenceSession session, OnnxModel? file, IReadOnlyList<ModelRemark> remarks)
{
    public InferenceSession Session { get; } = session;

    public IReadOnlyList<ModelRemark> Remarks { get; } = remarks;

    /// <summary>The type of an input or output in words.</summary>
    public string TypeOf(string name, NodeMetadata node) => Find(name)?.Type?.ToString()
        ?? (node.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR ? $"tensor of {node.ElementDataType}" : $"{node.OnnxValueType}");

    /// <summary>The input or output as it is served; null where it is no tensor, or one of elements that are not.</summary>
    /// <param name="name">What the graph calls it.</param>
    /// <param name="node">What the session says of it.</param>
    /// <param name="served">What it is served as, where that is another name.</param>
    public TensorSpec? Spec(string name, NodeMetadata node, string? served = null)
    {
        if (node.OnnxValueType != OnnxValueType.ONNX_TYPE_TENSOR || !TensorTypeExtensions.TryFromNative(node.ElementDataType, out TensorType type))
        {
            return null;
        }

        // The runtime gives no dimensions for a scalar, for a shape that the file leaves out, and for one that it knows to be wrong.
        return node.Dimensions.Length > 0 || Find(name)?.TensorType is { Shape.Rank: 0 }
            ? new TensorSpec(served ?? name, type, node.Dimensions.Select(d => (long)d), node.SymbolicDimensions) { RuntimeName = name }
            : TensorSpec.OfAnyShape(served ?? name, type, file is null ? RankLimits.None : RankLimits.Of(file.Graph, name), name);
    }

    private OnnxValueInfo? Find(string name) => file?.Graph.Inputs.Find(i => i.Name == name) ?? file?.Graph.Outputs.Find(o => o.Name == name);
}
