using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Averages;

/// <summary>Takes the running figures of batch normalisations anew, as plain means over training batches: those of averaged weights are of no weights that were trained. Where the training leaves batches out whose loss is not finite (skip), they are left out here too.</summary>
internal sealed class BatchNormStatistics(TrainingTask task, LossPass pass, Device device, int threads, long seed, bool skip)
{
    private readonly BatchNorm[] _norms = NormsOf(task.Module);
    private readonly Tensor[] _figures = [.. NormsOf(task.Module).SelectMany(n => n.buffers())];

    /// <summary>Whether there are any.</summary>
    public bool Any => _norms.Length > 0;

    public async Task TakeAsync(IBatchSource source, int? batches, CancellationToken cancellationToken)
    {
        double?[] momenta = [.. _norms.Select(n => n.momentum)];
        task.Module.train();
        try
        {
            // A pass that was interrupted leaves nothing behind.
            Reset();
            int read = 0, taken = 0;
            await foreach (Batch given in source.ReadAsync(0, 0, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using (Batch batch = given.MoveTo(device))
                {
                    // With 1/n for the n-th batch, the moving average is the mean of all.
                    Array.ForEach(_norms, n => n.momentum = 1.0 / (taken + 1));
                    taken += Forward(batch, read++) ? 1 : 0;
                }

                if (taken == batches)
                {
                    break;
                }
            }

            if (taken == 0)
            {
                throw new TrainingException($"The figures of batch normalisations can't be taken anew for averaged weights: {(read == 0 ? "the source gave no batch" : $"the loss is not finite for any of the {read} batches")}.");
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

    private static BatchNorm[] NormsOf(nn.Module module) => [.. module.modules().Append(module).OfType<BatchNorm>().Where(n => n.track_running_stats).Distinct()];

    private void Reset()
    {
        using IDisposable grad = no_grad();
        Array.ForEach(_norms, n => n.reset_running_stats());
    }

    /// <summary>Takes a batch into the figures; false where it is left out.</summary>
    private bool Forward(Batch batch, int index)
    {
        using var some = new OperationThreads(threads);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable grad = no_grad();
        Tensor[] before = skip ? Array.ConvertAll(_figures, f => f.clone()) : [];
        LossPass.Losses losses;
        lock (Libtorch.Generator)
        {
            using Generator generator = torch.random.manual_seed((long)Seeds.Of(seed, -1, index));
            losses = pass.Compute(batch);
        }

        if (!skip || losses.Total.isfinite().all().item<bool>())
        {
            return true;
        }

        for (int i = 0; i < before.Length; i++)
        {
            _figures[i].copy_(before[i]);
        }

        return false;
    }
}
