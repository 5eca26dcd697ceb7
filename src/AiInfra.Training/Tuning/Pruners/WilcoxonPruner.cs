using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>
/// Ends a trial that Wilcoxon's signed-rank test finds worse than the best one, step by step: for objectives that are the mean over folds, data sets or seeds, each of them a step. A trial whose mean so far is better than the best one's is never ended.
/// Nobody is judged by values that are not finite, nor by steps that only one of the two has.
/// </summary>
/// <param name="options">When it is sure; null takes the defaults.</param>
public sealed class WilcoxonPruner(WilcoxonOptions? options = null) : IPruner
{
    private readonly WilcoxonOptions _options = (options ?? new WilcoxonOptions()).Checked(nameof(options));

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        double sign = ReportSign.Of(history, nameof(WilcoxonPruner));
        if (history.Best is not { Reports.Count: > 0 } best || best.Reports.Concat(trial.Reports).Any(r => !double.IsFinite(r.Value)))
        {
            return false;
        }

        var worse = new List<double>();
        foreach (TrialReport report in trial.Reports)
        {
            if (best.PlaceOf(report.Step) is >= 0 and var place)
            {
                worse.Add(sign * (report.Value - best.Reports[place].Value));
            }
        }

        return worse.Count >= _options.StartupSteps
            && SignedRanks.PValueOfGreater(worse) < _options.PValue
            && sign * best.Reports.Average(r => r.Value) < sign * trial.Reports.Average(r => r.Value);
    }
}
