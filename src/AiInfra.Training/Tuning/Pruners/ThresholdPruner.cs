using AiInfra.Training.Tuning.Samplers;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Ends a trial that reports a value beyond a bound, or one that is no number: a loss that has gone through the roof.</summary>
/// <param name="options">The bounds.</param>
public sealed class ThresholdPruner(ThresholdPrunerOptions options) : IPruner
{
    private readonly ThresholdPrunerOptions _options = options.Checked(nameof(options));

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        SingleObjective.Require(history, nameof(ThresholdPruner));
        double value = trial.Reports[^1].Value;
        return ReportInterval.IsFirst(trial, _options.WarmupSteps, _options.IntervalSteps) && (double.IsNaN(value) || value < _options.Lower || value > _options.Upper);
    }
}
