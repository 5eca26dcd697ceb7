using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Training.Export;

/// <summary>An ONNX model that ONNX Runtime opened on one thread of the CPU. Owns the session.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly InferenceSession _session;

    /// <exception cref="OnnxExportException">The model does not load.</exception>
    public OnnxSession(ReadOnlyMemory<byte> model) => _session = Asked(() =>
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        return new InferenceSession(model.ToArray(), options);
    });

    /// <exception cref="OnnxExportException">The model does not run.</exception>
    public IReadOnlyDictionary<string, OnnxTensor> Run(IReadOnlyDictionary<string, OnnxTensor> inputs) => Asked(() =>
    {
        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs = _session.Run([.. inputs.Select(i => Named(i.Key, i.Value))]);
        return outputs.ToDictionary(o => o.Name, o => Read(o), StringComparer.Ordinal);
    });

    public void Dispose() => _session.Dispose();

    private static T Asked<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (OnnxRuntimeException e)
        {
            throw new OnnxExportException($"ONNX Runtime refuses the exported model: {e.Message}", e);
        }
        catch (Exception e) when (e is DllNotFoundException || (e is TypeInitializationException && e.InnerException is DllNotFoundException or EntryPointNotFoundException))
        {
            throw new OnnxExportException("The export can't be checked, as ONNX Runtime's native part is not there. Add the package Microsoft.ML.OnnxRuntime to the application, or give the export another runner.", e);
        }
    }

    private static NamedOnnxValue Named(string name, OnnxTensor tensor) => tensor.ElementType switch
    {
        OnnxElementType.Float => Dense<float>(name, tensor),
        OnnxElementType.Double => Dense<double>(name, tensor),
        OnnxElementType.Int64 => Dense<long>(name, tensor),
        OnnxElementType.Int32 => Dense<int>(name, tensor),
        OnnxElementType.Bool => Dense<bool>(name, tensor),
        OnnxElementType.String => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<string>(tensor.Texts.ToArray(), Dims(tensor))),
        _ => throw new OnnxExportException($"Input '{name}' is of type {tensor.ElementType}, which the check does not give."),
    };

    private static NamedOnnxValue Dense<T>(string name, OnnxTensor tensor)
        where T : unmanaged => NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(tensor.AsSpan<T>().ToArray(), Dims(tensor)));

    private static int[] Dims(OnnxTensor tensor) => [.. tensor.Dims.Select(d => checked((int)d))];

    private static OnnxTensor Read(DisposableNamedOnnxValue output) => output.ElementType switch
    {
        TensorElementType.Float => Of<float>(output),
        TensorElementType.Double => Of<double>(output),
        TensorElementType.Int64 => Of<long>(output),
        TensorElementType.String => Of<string>(output),
        _ => throw new OnnxExportException($"Output '{output.Name}' is of type {output.ElementType}, which the check does not read."),
    };

    private static OnnxTensor Of<T>(DisposableNamedOnnxValue output)
    {
        DenseTensor<T> tensor = output.AsTensor<T>().ToDenseTensor();
        return OnnxTensor.Of<T>(output.Name, tensor.Buffer.Span, [.. tensor.Dimensions.ToArray().Select(d => (long)d)]);
    }
}
