using AiInfra.Onnx;

namespace AiInfra.Training.Export;

/// <summary>What one export shares over all of its modules.</summary>
internal sealed class ExportSession(ModuleConverters converters, OnnxGraphBuilder graph)
{
    public ModuleConverters Converters => converters;

    public OnnxGraphBuilder Graph => graph;

    /// <summary>Parameters that are in the graph already: tied weights are written once.</summary>
    public Dictionary<object, OnnxValue> Parameters { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Inputs and outputs that carry what the model remembers from call to call: the name it is given under, and the one it is answered under.</summary>
    public List<(string Past, string Present)> Caches { get; } = [];
}
