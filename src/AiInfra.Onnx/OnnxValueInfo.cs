using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>Name and type of a value of a graph.</summary>
public sealed class OnnxValueInfo
{
    /// <summary>Creates an empty description.</summary>
    public OnnxValueInfo()
    {
    }

    /// <summary>Describes a value.</summary>
    public OnnxValueInfo(string name, OnnxType? type) => (Name, Type) = (name, type);

    /// <summary>Name of the value.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its type; null when it is not said.</summary>
    public OnnxType? Type { get; set; }

    /// <summary>Its type as a tensor; null when it is something else or not said.</summary>
    public OnnxTensorType? TensorType => Type as OnnxTensorType;

    /// <summary>Words for people.</summary>
    public string DocString { get; set; } = "";

    internal UnknownFields Unknown { get; set; }

    /// <inheritdoc />
    public override string ToString() => $"{Name}: {Type?.ToString() ?? "?"}";
}
