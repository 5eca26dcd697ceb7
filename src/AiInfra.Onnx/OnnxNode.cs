using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>One call of an operator.</summary>
public sealed class OnnxNode
{
    /// <summary>Creates an empty node.</summary>
    public OnnxNode()
    {
    }

    /// <summary>Creates a node.</summary>
    public OnnxNode(string opType, IEnumerable<string> inputs, IEnumerable<string> outputs, IEnumerable<OnnxAttribute>? attributes = null, string domain = "", string name = "")
    {
        OpType = opType;
        Domain = domain;
        Name = name;
        Inputs.AddRange(inputs);
        Outputs.AddRange(outputs);
        Attributes.AddRange(attributes ?? []);
    }

    /// <summary>Name of the operator, for example <c>Gemm</c>.</summary>
    public string OpType { get; set; } = "";

    /// <summary>Domain of the operator; empty is the standard one.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Name of the node; may be empty.</summary>
    public string Name { get; set; } = "";

    /// <summary>Names of the values it takes; an empty name is an optional input left out.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Names of the values it gives; an empty name is an output that is not wanted.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>Attributes.</summary>
    public List<OnnxAttribute> Attributes { get; } = [];

    /// <summary>Words for people.</summary>
    public string DocString { get; set; } = "";

    /// <summary>Which overload of a model-local function is called; usually empty.</summary>
    public string Overload { get; set; } = "";

    internal UnknownFields Unknown { get; set; }

    /// <summary>The attribute of a name, or null.</summary>
    public OnnxAttribute? Attribute(string name) => Attributes.Find(a => a.Name == name);

    /// <summary>An integer attribute, or a value to take when it is absent.</summary>
    public long IntAttribute(string name, long otherwise) => Attribute(name) is { Kind: OnnxAttributeKind.Int, ReferenceTo.Length: 0 } a ? a.AsInt() : otherwise;

    /// <inheritdoc />
    public override string ToString() =>
        $"{string.Join(", ", Outputs)} = {(Domain.Length == 0 ? "" : Domain + ".")}{OpType}({string.Join(", ", Inputs)}){(Attributes.Count == 0 ? "" : $" {{{string.Join(", ", Attributes)}}}")}";
}
