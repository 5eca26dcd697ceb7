using AiInfra.Onnx;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Writes one type of module as ONNX nodes. A module of one's own can say so itself: <see cref="IExportable"/>.</summary>
public interface IModuleConverter
{
    /// <summary>The type of module; types derived from it are taken too, where no converter is nearer.</summary>
    Type ModuleType { get; }

    /// <summary>Appends the module's nodes, as it answers in evaluation mode, and returns its outputs.</summary>
    /// <param name="module">The module.</param>
    /// <param name="inputs">Its inputs, in the order of its forward method; the default value stands for an optional one that is left out.</param>
    /// <param name="context">The graph, and the way to convert modules inside this one.</param>
    /// <returns>Its outputs, in the order of what its forward method returns.</returns>
    /// <exception cref="OnnxExportException">A setting of the module has no counterpart.</exception>
    IReadOnlyList<OnnxValue> Convert(nn.Module module, IReadOnlyList<OnnxValue> inputs, ExportContext context);
}
