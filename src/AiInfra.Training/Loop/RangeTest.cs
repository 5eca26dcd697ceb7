using AiInfra.Training.Guards;
using AiInfra.Training.Loading;
using AiInfra.Training.Optimization;
using AiInfra.Training.Tasks;
using Microsoft.Extensions.Logging;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Loop;

/// <summary>Trains some steps with a rate that rises exponentially.</summary>
internal sealed class RangeTest(TrainingTask task, TrainerOptions options, LearningRateTestOptions test, Device device, ILogger logger)
{
    public async Task<LearningRateTest> RunAsync(IBatchSource source, CancellationToken cancellationToken)
    {
        TrainerOptions trial = options.Copy();
        double[] rates = [.. Enumerable.Range(0, test.Steps).Select(i => test.From * Math.Pow(test.To / test.From, (double)i / test.Steps))];

        // The schedule is a factor on the optimizer's own rate, which is told by the step at factor 1.
        double own = 1;
        trial.Schedule = Schedules.Of((step, _) => rates[Math.Min((int)step, rates.Length - 1)] / own);
        (trial.Swa, trial.Ema, trial.SpikeGuard, trial.OnNonFiniteLoss, trial.CheckGradients) = (null, null, null, NonFiniteLoss.Skip, true);
        trial.Groups = [.. trial.Groups.Select(g => new ParameterGroup { Name = g.Name, Takes = g.Takes, Optimizer = g.Optimizer })];
        task.Module.to(device);
        task.Module.train();
        using var runner = new StepRunner(task, trial, device, logger);
        own = runner.Optimizers.FirstRate is > 0 and { } first ? first : throw new TrainingException("A range test needs an optimizer whose learning rate is above 0.");
        var state = new TrainerState { Seed = options.Seed };
        var tried = new List<double>();
        var losses = new List<double>();
        double average = 0;
        double least = double.PositiveInfinity;
        for (; losses.Count < test.Steps; state.Epoch++, state.Batch = 0)
        {
            int before = losses.Count;
            await foreach (Batch read in source.ReadAsync(state.Epoch, 0, cancellationToken).WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                using Batch batch = read.MoveTo(device);
                BatchOutcome outcome = runner.Backward(batch, state);
                state.Batch++;
                if (outcome == BatchOutcome.Taken && runner.Window.Batches < options.AccumulateBatches)
                {
                    continue;
                }

                double loss = outcome == BatchOutcome.Taken ? runner.Window.Loss : double.NaN;
                average = (test.Smoothing * average) + ((1 - test.Smoothing) * loss);
                double smooth = average / (1 - Math.Pow(test.Smoothing, losses.Count + 1));
                tried.Add(rates[losses.Count]);
                losses.Add(smooth);
                if (!double.IsFinite(smooth) || (losses.Count > 1 && smooth > test.StopAt * least) || losses.Count == test.Steps)
                {
                    return LearningRateTest.Of(tried, losses);
                }

                least = Math.Min(least, smooth);
                state.Step = losses.Count - 1;
                runner.Update(state, test.Steps, batch);
                runner.Window.Close();
            }

            if (losses.Count == before && state.Batch == 0)
            {
                throw new TrainingException(TrainingLimits.NoBatch(state.Epoch));
            }
        }

        return LearningRateTest.Of(tried, losses);
    }
}
