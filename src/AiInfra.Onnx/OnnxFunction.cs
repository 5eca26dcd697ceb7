using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>A function that the model brings itself: an operator made of other operators.</summary>
public sealed class OnnxFunction
{
    /// <summary>Name of the operator it defines.</summary>
    public string Name { get; set; } = "";

    /// <summary>Domain of the operator it defines.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Which overload it is; usually empty.</summary>
    public string Overload { get; set; } = "";

    /// <summary>Names of its inputs.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Names of its outputs.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Names of attributes that must be given.</summary>
    public List<string> AttributeNames { get; } = [];

    /// <summary>Attributes with defaults.</summary>
    public List<OnnxAttribute> AttributeDefaults { get; } = [];

    /// <summary>Its nodes in order.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>The operator sets its nodes are of.</summary>
    public List<OnnxOpset> Opsets { get; } = [];

    /// <summary>Words for people.</summary>
    public string DocString { get; set; } = "";

    internal UnknownFields Unknown { get; set; }

    /// <inheritdoc />
    public override string ToString() => $"function {Domain}.{Name}({string.Join(", ", Inputs)}) of {Nodes.Count} nodes";
}
