using AiInfra.Training.Loading;

namespace AiInfra.Training.Loop;

/// <summary>How far a training goes.</summary>
internal sealed class TrainingLimits
{
    private readonly TrainerOptions _options;

    /// <exception cref="TrainingException">The schedule needs the number of steps, and nothing tells it.</exception>
    public TrainingLimits(TrainerOptions options, IBatchSource source)
    {
        _options = options;
        long byEpochs = options.Epochs is { } epochs && source.BatchesInEpoch is { } batches
            ? epochs * ((batches + options.AccumulateBatches - 1) / options.AccumulateBatches)
            : long.MaxValue;
        long total = Math.Min(byEpochs, options.MaxSteps ?? long.MaxValue);
        if (total == long.MaxValue && (options.Schedules.Any(s => s.NeedsTotal) || options.Swa is { StartStep: null }))
        {
            throw new TrainingException("The learning-rate schedule, or the start of averaging, needs the number of steps: set MaxSteps, or Epochs with a source that knows its batches.");
        }

        TotalSteps = total == long.MaxValue ? 0 : total;
    }

    /// <summary>Steps in all; 0 where that is not known.</summary>
    public long TotalSteps { get; }

    /// <summary>The limit that is reached, or null.</summary>
    public StopReason? Reached(TrainerState state, TimeSpan elapsed) =>
        state.Step >= _options.MaxSteps ? StopReason.Steps :
        state.Epoch >= _options.Epochs ? StopReason.Epochs :
        elapsed >= _options.MaxTime ? StopReason.Time : null;

    /// <summary>What is said of an epoch without a batch.</summary>
    public static string NoBatch(long epoch) => $"The source gave no batch in epoch {epoch + 1}. Give it rows; one that drops a last, short batch gives none of a table smaller than a batch.";
}
