using AiInfra.Benchmarks.Ratios;

namespace AiInfra.Benchmarks.Startup;

/// <summary>The child that has ONNX Runtime alone.</summary>
internal static class StartupBare
{
    public static async Task<int> RunAsync(string model)
    {
        StartupRun.Reached("1 main");
        using var raw = new InferRaw(await File.ReadAllBytesAsync(model), 1);
        StartupRun.Reached("2 session");
        raw.Set(0, new float[InferModel.Features]);
        float answer = raw.Run();
        StartupRun.Reached("4 answered");
        return float.IsFinite(answer) ? 0 : 1;
    }
}
