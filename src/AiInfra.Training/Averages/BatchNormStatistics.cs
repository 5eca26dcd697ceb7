using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Averages;

/// <summary>Takes the running figures of batch normalisations anew, as plain means over training batches: those of averaged weights are of no weights that were trained.</summary>
internal sealed class BatchNormStatistics(TrainingTask task, LossPass pass, Device device, int threads, long seed)
{
    private readonly BatchNorm[] _norms = [.. task.Module.modules().Append(task.Module).OfType<BatchNorm>().Where(n => n.track_running_stats).Distinct()];

    /// <summary>Whether there are any.</summary>
    public bool Any => _norms.Length > 0;

    public async Task TakeAsync(IBatchSource source, int? batches, CancellationToken cancellationToken)
    {
        double?[] momenta = [.. _norms.Select(n => n.momentum)];
        task.Module.train();
        try
        {
            int read = 0;
            await foreach (Batch given in source.ReadAsync(0, 0, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (Batch batch = given.MoveTo(device))
                {
                    // With 1/n for the n-th batch, the moving average is the mean of all.
                    Array.ForEach(_norms, n => n.momentum = 1.0 / (read + 1));
                    Forward(batch, read);
                }

                if (++read == batches)
                {
                    break;
                }
            }
        }
        finally
        {
            foreach ((BatchNorm norm, double? momentum) in _norms.Zip(momenta))
            {
                norm.momentum = momentum;
            }
        }
    }

    private void Forward(Batch batch, int index)
    {
        using var some = new OperationThreads(threads);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        lock (Libtorch.Generator)
        {
            using Generator generator = torch.random.manual_seed((long)Seeds.Of(seed, -1, index));
            pass.Compute(batch);
        }
    }
}
