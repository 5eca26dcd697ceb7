namespace AiInfra.Onnx.Operators;

/// <summary>Names that a graph can see: its own and those of the graphs around it.</summary>
internal sealed class GraphScope(GraphScope? outer)
{
    private readonly Dictionary<string, OnnxTensorType?> _types = new(StringComparer.Ordinal);

    public Dictionary<string, OnnxTensor> Constants { get; } = new(StringComparer.Ordinal);

    public bool Add(string name, OnnxTensorType? type) => _types.TryAdd(name, type);

    public bool HasOwn(string name) => _types.ContainsKey(name);

    public bool Has(string name) => _types.ContainsKey(name) || (outer?.Has(name) ?? false);

    public OnnxTensorType? TypeOf(string name) => _types.TryGetValue(name, out OnnxTensorType? type) ? type : outer?.TypeOf(name);

    public OnnxTensor? ConstantOf(string name) => Constants.TryGetValue(name, out OnnxTensor? tensor) ? tensor : outer?.ConstantOf(name);
}
