using System.Globalization;
using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>Opens sessions and turns the runtime's errors into ours.</summary>
internal static class OnnxSessionFactory
{
    /// <summary>Loads the native library and binds its functions, which the first session would do otherwise.</summary>
    public static void LoadNative()
    {
        using var options = new SessionOptions();
        OnnxTelemetry.Set(false);
    }

    public static OnnxFile Open(string path, OnnxRuntimeOptions options)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new ModelLoadException($"There is no model file '{path}'.");
        }

        if (file.Length == 0 || file.Length > options.MaxFileBytes)
        {
            throw new ModelLoadException($"Model file '{path}' has {file.Length} bytes; expected 1 to {options.MaxFileBytes}.");
        }

        return options.AllowExternalData
            ? new OnnxFile(Open(path, options, session => new InferenceSession(path, session)), ModelFileCheck.TryRead(path), [])
            : Open(File.ReadAllBytes(path), options, path);
    }

    public static OnnxFile Open(byte[] model, OnnxRuntimeOptions options, string place = "(memory)")
    {
        if (model.Length == 0 || model.Length > options.MaxFileBytes)
        {
            throw new ModelLoadException($"The model has {model.Length} bytes; expected 1 to {options.MaxFileBytes}.");
        }

        OnnxModel? read = ModelFileCheck.Check(model, place);
        var remarks = new List<ModelRemark>();
        byte[] served = read is not null && ZipMaps.Cut(read, remarks) ? read.ToBytes() : model;
        return new OnnxFile(Open(place, options, session => new InferenceSession(served, session)), read, remarks);
    }

    private static InferenceSession Open(string place, OnnxRuntimeOptions options, Func<SessionOptions, InferenceSession> open)
    {
        try
        {
            using SessionOptions session = Configure(options);
            return open(session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new ModelLoadException($"ONNX Runtime refused the model {place}: {e.Message}", e);
        }
        catch (Exception e) when (Unwrap(e) is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            throw new RuntimeMissingException(
                "The native library of ONNX Runtime was not found or does not fit. Add the package Microsoft.ML.OnnxRuntime (CPU) or Microsoft.ML.OnnxRuntime.Gpu to the application, in the version of Microsoft.ML.OnnxRuntime.Managed.", e);
        }
    }

    private static SessionOptions Configure(OnnxRuntimeOptions options)
    {
        OnnxTelemetry.Set(options.Telemetry);
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableCpuMemArena = options.MemoryArena,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Spin ? "1" : "0");
        foreach ((string key, string value) in options.SessionConfig)
        {
            session.AddSessionConfigEntry(key, value);
        }

        string[] available = options.Providers.Count > 0 ? OrtEnv.Instance().GetAvailableProviders() : [];
        foreach (string name in options.Providers)
        {
            Append(session, name, available);
        }

        return session;
    }

    private static void Append(SessionOptions session, string name, string[] available)
    {
        string full = name.EndsWith("ExecutionProvider", StringComparison.Ordinal) ? name : name + "ExecutionProvider";
        if (!available.Contains(full, StringComparer.OrdinalIgnoreCase))
        {
            session.Dispose();
            throw new ModelLoadException(string.Create(CultureInfo.InvariantCulture, $"Execution provider '{name}' is not in this build of ONNX Runtime; it has: {string.Join(", ", available)}. Add the package that brings it, for example Microsoft.ML.OnnxRuntime.Gpu."));
        }

        switch (full.ToUpperInvariant())
        {
            case "CPUEXECUTIONPROVIDER": session.AppendExecutionProvider_CPU(); break;
            case "CUDAEXECUTIONPROVIDER": session.AppendExecutionProvider_CUDA(); break;
            case "TENSORRTEXECUTIONPROVIDER": session.AppendExecutionProvider_Tensorrt(); break;
            case "ROCMEXECUTIONPROVIDER": session.AppendExecutionProvider_ROCm(); break;
            case "DMLEXECUTIONPROVIDER": session.AppendExecutionProvider_DML(); break;
            case "COREMLEXECUTIONPROVIDER": session.AppendExecutionProvider_CoreML(); break;
            default: session.AppendExecutionProvider(full[..^"ExecutionProvider".Length]); break;
        }
    }

    private static Exception Unwrap(Exception e) => e is TypeInitializationException { InnerException: { } inner } ? Unwrap(inner) : e;
}
