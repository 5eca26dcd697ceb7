using AiInfra.Benchmarks.Ratios;
using AiInfra.Serving.Deployments;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>One row through a deployment on the caller's thread; the network is 64-256-256-2.</summary>
[MemoryDiagnoser]
public class PredictOne
{
    private readonly InferHost _host = new();
    private readonly InferRequest _request = new(InferModel.Rows(1)[0]);
    private Predictor<InferRequest, InferAnswer>? _predictor;
    private InferRaw? _raw;

    /// <summary>Deploys.</summary>
    [GlobalSetup]
    public async Task SetupAsync()
    {
        byte[] model = InferModel.Create();
        await _host.StartAsync(model, null);
        _predictor = _host.Predictor;
        _raw = new InferRaw(model, 1);
    }

    /// <summary>Record in, record out.</summary>
    [Benchmark]
    public async Task<float> TypedAsync() => (await _predictor!.PredictAsync(_request)).Output.Probability[0];

    /// <summary>ONNX Runtime alone, with values made once.</summary>
    [Benchmark(Baseline = true)]
    public float OnnxRuntime()
    {
        _raw!.Set(0, _request.Input);
        return _raw.Run();
    }

    /// <summary>Undeploys.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        _raw?.Dispose();
        await _host.DisposeAsync();
    }
}
