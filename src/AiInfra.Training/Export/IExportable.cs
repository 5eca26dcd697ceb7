using AiInfra.Onnx;

namespace AiInfra.Training.Export;

/// <summary>A module with a forward method of its own that also says it as a graph: the same operations, once more, on values of the graph.</summary>
public interface IExportable
{
    /// <summary>Appends what the forward method does in evaluation mode.</summary>
    /// <param name="inputs">The inputs, in the order of the forward method.</param>
    /// <param name="context">The graph (<see cref="ExportContext.Graph"/>), the modules inside this one (<see cref="ExportContext.Call"/>), and its own parameters (<see cref="ExportContext.Parameter"/>).</param>
    /// <returns>The outputs, in the order of what the forward method returns.</returns>
    IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context);
}
