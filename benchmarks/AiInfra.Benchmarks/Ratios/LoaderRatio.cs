using System.Diagnostics;
using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>Seconds a row of shuffled tabular batches, 20,000 rows of 20 floats with a target, batches of 256, against TorchSharp's DataLoader over a TensorDataset with four workers.</summary>
internal sealed class LoaderRatio : IRatio
{
    private const int Rows = 20_000;
    private const int Epochs = 20;
    private Tensor? _input;
    private Tensor? _target;

    public string Name => "loader";

    public double Goal => 10;

    public async Task<bool> PrepareAsync()
    {
        Libtorch.Load();
        _input = rand(Rows, 20);
        _target = rand(Rows);
        await OursAsync();
        await TheirsAsync();
        return true;
    }

    public async Task<double> OursAsync()
    {
        using var source = new TensorSource(_input!.alias(), _target!.alias(), 256, shuffleSeed: 1);
        long rows = 0;
        var clock = Stopwatch.StartNew();
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            await foreach (Batch batch in source.ReadAsync(epoch, 0))
            {
                rows += batch.Count;
                batch.Dispose();
            }
        }

        return rows == Rows * Epochs ? clock.Elapsed.TotalSeconds / rows : throw new InvalidOperationException($"{rows} rows came.");
    }

    public Task<double> TheirsAsync()
    {
        using var data = utils.data.TensorDataset(_input!.alias(), _target!.alias());
        using var loader = utils.data.DataLoader(data, 256, shuffle: true, num_worker: 4);
        long rows = 0;
        var clock = Stopwatch.StartNew();
        foreach (IList<Tensor> batch in loader)
        {
            rows += batch[0].shape[0];
            foreach (Tensor tensor in batch)
            {
                tensor.Dispose();
            }
        }

        return rows == Rows ? Task.FromResult(clock.Elapsed.TotalSeconds / rows) : throw new InvalidOperationException($"{rows} rows came.");
    }

    public ValueTask DisposeAsync()
    {
        _input?.Dispose();
        _target?.Dispose();
        return ValueTask.CompletedTask;
    }
}
