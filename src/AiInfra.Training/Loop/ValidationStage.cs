using AiInfra.Training.Averages;
using AiInfra.Training.Loading;

namespace AiInfra.Training.Loop;

/// <summary>Judges the weights that count: the average where there is one, in the module's place for that time. The best ones are kept.</summary>
internal sealed class ValidationStage(
    TrainerOptions options, Validator? validator, WeightAverage? average, BatchNormStatistics? norms, IBatchSource training, EarlyStop early, BestWeights best)
{
    /// <summary>Whether there is something to judge by.</summary>
    public bool Judges => validator is not null;

    /// <summary>What was found, the monitored figure, and whether it is time to stop.</summary>
    public async Task<(ValidationPoint Point, double Score, bool Stop)> RunAsync(TrainerState state, CancellationToken cancellationToken)
    {
        bool swapped = average is { IsUsed: true };
        if (swapped)
        {
            average!.Swap();
        }

        try
        {
            if (swapped && norms is not null)
            {
                await norms.TakeAsync(training, options.Swa?.BatchNormBatches, cancellationToken).ConfigureAwait(false);
            }

            Dictionary<string, double> figures = await validator!.RunAsync(cancellationToken).ConfigureAwait(false);
            if (!figures.TryGetValue(options.Monitor, out double score))
            {
                throw new TrainingException($"There is no figure '{options.Monitor}' to monitor. There are: {string.Join(", ", figures.Keys)}.");
            }

            (bool better, bool stop) = early.Observe(score, state.Step, state.Epoch);
            if (better && options.RestoreBest)
            {
                best.Keep();
            }

            return (new ValidationPoint(state.Step, state.Epoch, figures), score, stop);
        }
        finally
        {
            if (swapped)
            {
                average!.Swap();
            }
        }
    }

    /// <summary>Leaves the best weights in the module where they are asked for, otherwise the average where there is one, otherwise the last.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if ((options.RestoreBest && best.PutBack()) || average is not { IsUsed: true })
        {
            return;
        }

        average.Swap();
        try
        {
            if (norms is not null)
            {
                await norms.TakeAsync(training, options.Swa?.BatchNormBatches, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            // What is kept of an interrupted training is the weights that were trained, and the average beside them.
            average.Swap();
            throw;
        }
    }
}
