using AiInfra.Onnx;

namespace AiInfra.Serving.Runtimes;

/// <summary>Looks at a model's bytes before native code does: readable, within limits, finite, and no reference to other files.</summary>
internal static class ModelFileCheck
{
    private static readonly OnnxReadOptions Options = new() { LoadExternalData = false };

    /// <returns>The model; null where it is in ONNX Runtime's own format, which only the runtime reads.</returns>
    /// <exception cref="ModelLoadException">The bytes are damaged or refused.</exception>
    public static OnnxModel? Check(byte[] content, string place)
    {
        // Models in ONNX Runtime's own format carry its mark behind the offset of the root table.
        if (content.Length >= 8 && content.AsSpan(4, 4).SequenceEqual("ORTM"u8))
        {
            return null;
        }

        OnnxModel model;
        try
        {
            model = OnnxModel.Read(content, Options);
        }
        catch (OnnxFormatException e)
        {
            throw new ModelLoadException($"{place} is no usable ONNX model: {e.Message}", e);
        }

        if (model.Graph.Nodes.Count == 0 && model.Graph.Outputs.Count == 0)
        {
            throw new ModelLoadException($"{place} is no ONNX model: it has neither nodes nor outputs.");
        }

        FunctionCalls.Check(model, place);
        if (model.AllTensors().FirstOrDefault(t => t.External is not null) is { External: { } external } tensor)
        {
            throw new ModelLoadException(
                $"{place} keeps tensor '{tensor.Name}' in another file, '{external.Location}'. Only models that hold all their data are served; write the model into one file, or, where you trust it, set {nameof(OnnxRuntimeOptions.AllowExternalData)}.");
        }

        HostileShapes.Check(model, place);
        return model;
    }

    /// <summary>What a file says that is given to the runtime by its path; null where it cannot be read.</summary>
    public static OnnxModel? TryRead(string path)
    {
        try
        {
            return OnnxModel.Read(path, Options);
        }
        catch (Exception e) when (e is OnnxFormatException or IOException)
        {
            return null;
        }
    }
}
