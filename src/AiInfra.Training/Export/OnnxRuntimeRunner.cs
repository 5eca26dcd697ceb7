using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Training.Export;

/// <summary>Runs models with ONNX Runtime on the CPU. The host brings its native part: the package Microsoft.ML.OnnxRuntime, or a GPU one.</summary>
public sealed class OnnxRuntimeRunner : IOnnxRunner
{
    /// <summary>Bytes of constants up to which a model is given to the runtime in memory. A larger one is written into a temporary folder with its data beside it: a message of ONNX's format ends at 2 GiB.</summary>
    /// <value>1 GiB.</value>
    public long LargestInMemory { get; init; } = 1L << 30;

    /// <inheritdoc />
    /// <exception cref="OnnxExportException">ONNX Runtime refuses the model, or its native part is not there.</exception>
    public IOnnxSession Open(OnnxModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        try
        {
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            return new OnnxRuntimeSession(model.AllTensors().Sum(t => (long)t.Data.Length) <= LargestInMemory
                ? new InferenceSession(model.ToBytes(), options)
                : FromFile(model, options));
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

    private static InferenceSession FromFile(OnnxModel model, SessionOptions options)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("aiinfra-onnx-");
        try
        {
            // The runtime has its own copy of the data once the session is there.
            string path = Path.Combine(folder.FullName, "model.onnx");
            model.Write(path, externalFrom: 1024);
            return new InferenceSession(path, options);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
