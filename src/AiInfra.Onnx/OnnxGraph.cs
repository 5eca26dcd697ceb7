using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>Nodes in order, the values they start from, and those they give.</summary>
public sealed partial class OnnxGraph
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Nodes, each after those whose outputs it takes.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Constants by name, usually the weights.</summary>
    public List<OnnxTensor> Initializers { get; } = [];

    /// <summary>Sparse constants.</summary>
    public List<OnnxSparseTensor> SparseInitializers { get; } = [];

    /// <summary>Values that the caller gives. Up to IR version 3 the initializers are listed here too.</summary>
    public List<OnnxValueInfo> Inputs { get; } = [];

    /// <summary>Values that the caller gets.</summary>
    public List<OnnxValueInfo> Outputs { get; } = [];

    /// <summary>Types of values in between, where they are said.</summary>
    public List<OnnxValueInfo> Values { get; } = [];

    /// <summary>Words for people.</summary>
    public string DocString { get; set; } = "";

    internal UnknownFields Unknown { get; set; }

    /// <summary>The initializer of a name, or null.</summary>
    public OnnxTensor? Initializer(string name) => Initializers.Find(t => t.Name == name);

    /// <inheritdoc />
    public override string ToString() => $"graph {Name}({string.Join(", ", Inputs)}) -> ({string.Join(", ", Outputs)}), {Nodes.Count} nodes, {Initializers.Count} initializers";
}
