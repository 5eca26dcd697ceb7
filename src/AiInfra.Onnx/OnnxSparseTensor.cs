using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>A tensor of which only the elements that differ from zero are stored.</summary>
public sealed class OnnxSparseTensor
{
    /// <summary>The elements that are stored, [count]; its name is the name of the sparse tensor.</summary>
    public OnnxTensor Values { get; set; } = new();

    /// <summary>Where they are: [count] linear positions, or [count, rank] coordinates.</summary>
    public OnnxTensor Indices { get; set; } = new();

    /// <summary>Shape of the whole.</summary>
    public List<long> Dims { get; } = [];

    internal UnknownFields Unknown { get; set; }
}
