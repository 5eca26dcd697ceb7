using System.Diagnostics;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>256 concurrent callers through the batcher, against ONNX Runtime fed perfect batches of the mean size that the batcher reached. Each side runs one call at a time with one thread.</summary>
internal sealed class InferIdealRatio : IRatio
{
    private const int Rows = 200_000;

    // Until the code is compiled for speed the batches are small, and small batches would favour our side.
    private const int WarmUps = 8;
    private readonly InferCrowd _crowd = new();
    private InferRaw? _raw;
    private int _size;

    public string Name => "infer-ideal";

    public double Goal => 0.85;

    public async Task<bool> PrepareAsync()
    {
        byte[] model = InferModel.Create();
        await _crowd.StartAsync(model);
        for (int i = 0; i < WarmUps; i++)
        {
            await OursAsync();
        }

        _size = Math.Max(1, (int)Math.Round(_crowd.MeanBatch));
        Console.Error.WriteLine($"  infer-ideal: the batcher reached {_size} rows a batch");
        _raw = new InferRaw(model, _size);
        await TheirsAsync();
        return true;
    }

    public Task<double> OursAsync() => _crowd.RunAsync();

    public Task<double> TheirsAsync()
    {
        float sum = 0;
        int batches = Rows / _size;
        long start = Stopwatch.GetTimestamp();
        for (int b = 0; b < batches; b++)
        {
            for (int r = 0; r < _size; r++)
            {
                _raw!.Set(r, _crowd.Requests[r & 255].Input);
            }

            sum += _raw!.Run();
        }

        return float.IsFinite(sum) ? Task.FromResult(Stopwatch.GetElapsedTime(start).TotalSeconds / (batches * _size)) : throw new InvalidOperationException("The model's answers are not finite.");
    }

    public async ValueTask DisposeAsync()
    {
        _raw?.Dispose();
        await _crowd.DisposeAsync();
    }
}
