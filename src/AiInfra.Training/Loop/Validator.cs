using System.Runtime.InteropServices;
using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>Takes the losses and the task's figures over a validation source, in evaluation mode and without gradients.</summary>
internal sealed class Validator(TrainingTask task, LossPass pass, IBatchSource source, Device device, int threads)
{
    private readonly string[] _names = Names(task);

    public async Task<Dictionary<string, double>> RunAsync(CancellationToken cancellationToken)
    {
        using Tensor sums = zeros(_names.Length, ScalarType.Float64, device);
        double rows = 0;
        using (new EvaluationMode(task.Module))
        {
            await foreach (Batch read in source.ReadAsync(0, 0, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using Batch batch = read.MoveTo(device);
                rows += Measure(batch, sums);
            }
        }

        if (rows == 0)
        {
            throw new TrainingException("The validation source gave no row, so there is nothing to judge by. Give it rows, or leave the validation out.");
        }

        using Tensor here = sums.cpu();
        double[] totals = here.data<double>().ToArray();
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int i = 0; i < totals.Length; i++)
        {
            figures[_names[i]] = totals[i] / rows;
        }

        return figures;
    }

    private static string[] Names(TrainingTask task)
    {
        bool several = task.Heads.Count > 1;
        return [
            "validation/loss",
            .. several ? task.Heads.Select(h => $"validation/loss/{h.Name}") : [],
            .. task.Heads.SelectMany(h => h.Metrics.Select(m => several ? $"validation/{h.Name}/{m.Name}" : $"validation/{m.Name}"))];
    }

    /// <summary>Adds a batch's means to the sums. Nothing is read from the device: each read would wait for all that it has to do.</summary>
    private double Measure(Batch batch, Tensor sums)
    {
        using var some = new OperationThreads(threads);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        LossPass.Losses losses;
        try
        {
            losses = pass.Compute(batch);
        }
        catch (ExternalException e)
        {
            throw new TrainingException($"At validation: {new FaultFinder(task, pass).Explain(e, batch, () => { }, learned: false)}", e);
        }

        var means = new List<Tensor> { One("The loss", losses.Total) };
        means.AddRange(task.Heads.Count > 1 ? losses.Parts.Select(p => One("The loss", p)) : []);
        foreach ((TaskHead head, Tensor output) in task.Heads.Zip(losses.Outputs))
        {
            if (head.Metrics.Count > 0)
            {
                Batch view = head.View(batch);
                means.AddRange(head.Metrics.Select(m => One($"Metric '{m.Name}'", Mean(m, output, view))));
            }
        }

        sums.add_(stack(means).mul_(batch.Count));
        return batch.Count;
    }

    private static Tensor Mean(IBatchMetric metric, Tensor output, Batch batch)
    {
        try
        {
            return metric.Measure(output, batch);
        }
        catch (ExternalException e)
        {
            string target = batch.Target is { } t ? $"target {t.dtype} [{string.Join(", ", t.shape)}]" : "no target";
            throw new TrainingException($"At validation: metric '{metric.Name}' can't take output {output.dtype} [{string.Join(", ", output.shape)}] with {target}: {e.Message.Split('\n')[0]}.{BatchRows.Named(batch)}", e);
        }
    }

    private Tensor One(string what, Tensor mean) => mean.numel() == 1
        ? mean.reshape([]).to(ScalarType.Float64, device)
        : throw new TrainingException($"{what} must be a single number at validation; it has shape [{string.Join(", ", mean.shape)}].");
}
