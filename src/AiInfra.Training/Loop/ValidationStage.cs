using AiInfra.Training.Loading;

namespace AiInfra.Training.Loop;

/// <summary>Judges the weights that count: the average where there is one, in the module's place for that time.</summary>
internal sealed class ValidationStage(Validator? validator, WeightAverage? average, BatchNormStatistics? norms, IBatchSource training, SwaOptions? swa)
{
    /// <summary>Whether there is something to judge by.</summary>
    public bool Judges => validator is not null;

    /// <summary>Judges, and lets the caller look at the module as it was judged.</summary>
    public async Task<ValidationPoint> RunAsync(Action<IReadOnlyDictionary<string, double>> judged, TrainerState state, CancellationToken cancellationToken)
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
                await norms.TakeAsync(training, swa?.BatchNormBatches, cancellationToken).ConfigureAwait(false);
            }

            Dictionary<string, double> figures = await validator!.RunAsync(cancellationToken).ConfigureAwait(false);
            judged(figures);
            return new ValidationPoint(state.Step, state.Epoch, figures);
        }
        finally
        {
            if (swapped)
            {
                average!.Swap();
            }
        }
    }

    /// <summary>Leaves the average in the module's place, where there is one.</summary>
    public async Task PutAverageAsync(CancellationToken cancellationToken)
    {
        if (average is { IsUsed: true })
        {
            average.Swap();
            if (norms is not null)
            {
                await norms.TakeAsync(training, swa?.BatchNormBatches, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
