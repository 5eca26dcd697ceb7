using System.Diagnostics;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>256 concurrent callers through the batcher, against ONNX Runtime one row at a time in a loop.</summary>
internal sealed class InferBatchedRatio : IRatio
{
    private const int Rows = 50_000;
    private readonly InferCrowd _crowd = new();
    private InferRaw? _raw;

    public string Name => "infer-batched";

    public double Goal => 3.0;

    public async Task<bool> PrepareAsync()
    {
        byte[] model = InferModel.Create();
        _raw = new InferRaw(model, 1);
        await _crowd.StartAsync(model);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public Task<double> OursAsync() => _crowd.RunAsync();

    public Task<double> TheirsAsync()
    {
        float sum = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Rows; i++)
        {
            _raw!.Set(0, _crowd.Requests[i & 255].Input);
            sum += _raw.Run();
        }

        return float.IsFinite(sum) ? Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds / Rows) : throw new InvalidOperationException("The model's answers are not finite.");
    }

    public async ValueTask DisposeAsync()
    {
        _raw?.Dispose();
        await _crowd.DisposeAsync();
    }
}
