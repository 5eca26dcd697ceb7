using System.Diagnostics;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using AiInfra.Training.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>One row through the network for tables (32 columns, 64-64 hidden, 3 outputs): the exported file in ONNX Runtime, against TorchSharp's forward in inference mode on one thread. Both copy the row in and the answer out.</summary>
internal sealed class ExportRunRatio : IRatio
{
    private const int Width = 32;
    private const int Calls = 5_000;
    private readonly float[][] _rows = [.. Enumerable.Range(0, 64).Select(r => Enumerable.Range(0, Width).Select(c => MathF.Sin((r * 31) + c)).ToArray())];
    private OneRowSession? _session;
    private Mlp? _network;
    private int _threads;

    public string Name => "export-run";

    public double Goal => 3;

    public async Task<bool> PrepareAsync()
    {
        Libtorch.Load();
        _threads = get_num_threads();
        set_num_threads(1);
        _network = Mlp.Create(new MlpShape(Width, 3));
        _network.eval();
        _session = new OneRowSession(new OnnxExporter().Export(_network, [-1, Width]), Width, 3);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public Task<double> OursAsync()
    {
        float sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            sum += _session!.Run(_rows[i & 63])[0];
        }

        return Task.FromResult(Seconds(start, sum));
    }

    public Task<double> TheirsAsync()
    {
        float sum = 0;
        using IDisposable mode = inference_mode();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Calls; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            float[] answer = _network!.call(tensor(_rows[i & 63], [1, Width])).data<float>().ToArray();
            sum += answer[0];
        }

        return Task.FromResult(Seconds(start, sum));
    }

    public ValueTask DisposeAsync()
    {
        if (_network is not null)
        {
            set_num_threads(_threads);
        }

        _session?.Dispose();
        _network?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static double Seconds(long start, float sum) => float.IsFinite(sum) ? Stopwatch.GetElapsedTime(start).TotalSeconds / Calls : throw new InvalidOperationException("The answers are not finite.");
}
