using System.Diagnostics;
using AiInfra.Support;

namespace AiInfra.Onnx.Tests;

/// <summary>Slow measurements, run with AIINFRA_SOAK=1.</summary>
public sealed class SpeedTests
{
    [Fact]
    public void ReadAndWrite_LargeModel_GoAtMemorySpeed()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1", "Set AIINFRA_SOAK=1 to measure.");
        var graph = new OnnxGraphBuilder();
        OnnxValue x = graph.Input("x", OnnxElementType.Float, ["batch", 1000]);
        var weights = new float[1_000_000];
        for (int i = 0; i < 50; i++)
        {
            x = graph.Relu(graph.Gemm(x, graph.Initializer("w", weights, 1000, 1000), graph.Initializer("b", weights.AsSpan(0, 1000))));
        }

        graph.Output("y", x);
        OnnxModel large = graph.Build();
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "large.onnx");
        double write = Seconds(() => large.Write(path));
        double read = Seconds(() => OnnxModel.Read(path));
        byte[] bytes = File.ReadAllBytes(path);
        double parse = Seconds(() => OnnxModel.Read(bytes));

        var many = new OnnxGraphBuilder();
        OnnxValue y = many.Input("x", OnnxElementType.Float, ["batch", 4]);
        for (int i = 0; i < 100_000; i++)
        {
            y = many.Add(y, y);
        }

        many.Output("y", y);
        double build = Seconds(() => many.Build());
        byte[] nodes = many.Build().ToBytes();
        double parseNodes = Seconds(() => OnnxModel.Read(nodes));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{bytes.Length >> 20} MiB: write {write * 1e3:F1} ms with fsync, read {read * 1e3:F1} ms, of which parse {parse * 1e6:F0} us; 100,000 nodes: build and check {build * 1e3:F0} ms, parse {parseNodes * 1e3:F0} ms");
        Assert.InRange(parse, 0, 0.1);
    }

    private static double Seconds(Action action)
    {
        action();
        long start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
