using Microsoft.ML.OnnxRuntime;

namespace AiInfra.Serving.Runtimes;

/// <summary>ONNX Runtime's usage events: off, until a model's options allow them.</summary>
internal static class OnnxTelemetry
{
    private static bool s_isAllowed;

    public static void Set(bool allowed)
    {
        OrtEnv environment = OrtEnv.Instance();
        if (allowed)
        {
            Volatile.Write(ref s_isAllowed, true);
            environment.EnableTelemetryEvents();
        }
        else if (!Volatile.Read(ref s_isAllowed))
        {
            environment.DisableTelemetryEvents();
        }
    }
}
