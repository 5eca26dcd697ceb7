namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Ends a trial whose best value so far is worse than the median of what complete trials had at the very same step: <see cref="PercentilePruner"/> with 50.</summary>
/// <param name="options">When it looks; null takes the defaults.</param>
/// <exception cref="ArgumentException">The options name another percentile than 50.</exception>
public sealed class MedianPruner(PercentileOptions? options = null) : IPruner
{
    private readonly PercentilePruner _rule = options is null or { Percentile: 50 }
        ? new PercentilePruner(options)
        : throw new ArgumentException($"The median is the percentile 50; the options name {options.Percentile}. Take {nameof(PercentilePruner)}.", nameof(options));

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial) => _rule.ShouldPrune(history, trial);
}
