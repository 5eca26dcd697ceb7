using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using BenchmarkDotNet.Attributes;

namespace AiInfra.Benchmarks.Micro;

/// <summary>What a row costs in the batcher itself: the model does nothing.</summary>
[MemoryDiagnoser]
public class BatcherCost
{
    private const int Waiting = 128;
    private readonly double[] _request = [1];
    private readonly ValueTask<double>[] _tasks = new ValueTask<double>[Waiting];
    private readonly DelegateModel _model = new(
        new ModelSignature([new TensorSpec("x", TensorType.Float64, [-1, 1], ["N", null])], [new TensorSpec("y", TensorType.Float64, [-1, 1], ["N", null])]),
        _ => { });

    private Batcher? _batcher;
    private BatchLane<double[], double>? _lane;

    /// <summary>Opens a lane.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _batcher = new Batcher(_model, new BatchOptions { MaxSize = Waiting });
        _lane = _batcher.Lane(new NumberCodec());
    }

    /// <summary>Starts 128 requests and awaits them.</summary>
    [Benchmark(OperationsPerInvoke = Waiting)]
    public async Task<double> RowAsync()
    {
        for (int i = 0; i < Waiting; i++)
        {
            _tasks[i] = _lane!.RunAsync(_request);
        }

        double sum = 0;
        foreach (ValueTask<double> task in _tasks)
        {
            sum += await task;
        }

        return sum;
    }

    /// <summary>Closes.</summary>
    [GlobalCleanup]
    public async Task CleanupAsync()
    {
        await _batcher!.DisposeAsync();
        _model.Dispose();
    }
}
