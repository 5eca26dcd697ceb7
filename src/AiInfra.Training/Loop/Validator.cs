using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>Takes the loss and the task's figures over a validation source, in evaluation mode and without gradients.</summary>
internal sealed class Validator(TrainingTask task, IBatchSource source, Device device, int threads)
{
    public async Task<Dictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        using Tensor sums = zeros(task.Metrics.Count + 1, ScalarType.Float64, device);
        double rows = 0;
        task.Module.eval();
        try
        {
            await foreach (Batch read in source.ReadAsync(0, 0, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using Batch batch = read.MoveTo(device);
                rows += Measure(batch, sums);
            }
        }
        finally
        {
            task.Module.train();
        }

        if (rows == 0)
        {
            throw new TrainingException("The validation source gave no row.");
        }

        using Tensor here = sums.cpu();
        double[] totals = here.data<double>().ToArray();
        var figures = new Dictionary<string, double>(StringComparer.Ordinal) { ["validation/loss"] = totals[0] / rows };
        for (int i = 0; i < task.Metrics.Count; i++)
        {
            figures["validation/" + task.Metrics[i].Name] = totals[i + 1] / rows;
        }

        return figures;
    }

    /// <summary>Adds a batch's means to the sums. Nothing is read from the device: each read would wait for all that it has to do.</summary>
    private double Measure(Batch batch, Tensor sums)
    {
        using var some = new OperationThreads(threads);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor output = task.Forward(batch);
        Tensor[] means = [One("The loss", task.Loss.Compute(output, batch)), .. task.Metrics.Select(m => One($"Metric '{m.Name}'", m.Measure(output, batch)))];
        sums.add_(stack(means).mul_(batch.Count));
        return batch.Count;
    }

    private Tensor One(string what, Tensor mean) => mean.numel() == 1
        ? mean.reshape([]).to(ScalarType.Float64, device)
        : throw new TrainingException($"{what} must be a single number at validation; it has shape [{string.Join(", ", mean.shape)}].");
}
