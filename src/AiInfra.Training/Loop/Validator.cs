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
        var sums = new double[task.Metrics.Count + 1];
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

        var figures = new Dictionary<string, double>(StringComparer.Ordinal) { ["validation/loss"] = sums[0] / rows };
        for (int i = 0; i < task.Metrics.Count; i++)
        {
            figures["validation/" + task.Metrics[i].Name] = sums[i + 1] / rows;
        }

        return figures;
    }

    private double Measure(Batch batch, double[] sums)
    {
        using var some = new OperationThreads(threads);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor output = task.Forward(batch);
        sums[0] += batch.Count * StepRunner.Number(task.Loss.Compute(output, batch));
        for (int i = 0; i < task.Metrics.Count; i++)
        {
            sums[i + 1] += batch.Count * task.Metrics[i].Measure(output, batch);
        }

        return batch.Count;
    }
}
