using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>
/// Asynchronous successive halving (Li et al. 2020, "A system for massively parallel hyperparameter tuning", promotion by not pruning): at steps r, r·η, r·η²… a trial goes on only if its value is among the best 1/η of all that came so far;
/// as long as fewer than η came, only if it is the best. A value that is no number ends the trial at the rung. Call <see cref="Trial.ShouldPrune"/> after every report.
/// </summary>
/// <param name="options">The rungs; null takes the defaults.</param>
public sealed class AshaPruner(AshaOptions? options = null) : IPruner
{
    private readonly AshaOptions _options = (options ?? new AshaOptions()).Checked(nameof(options));
    private StudyHistory? _history;
    private HalvingRungs? _rungs;

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        double sign = ReportSign.Of(history, nameof(AshaPruner));
        if (_history != history)
        {
            (_history, _rungs) = (history, null);
        }

        if (_rungs is null)
        {
            HistoryTrial? first = _options.MinResource is null ? First(history) : null;
            if (_options.MinResource is null && first is null)
            {
                return false;
            }

            _rungs = new HalvingRungs(
                _options.MinResource ?? Math.Max(1, first!.LastStep / 100), _options.ReductionFactor, _options.MinEarlyStoppingRate, _options.BootstrapCount, n => n != first?.Number);
        }

        return _rungs.ShouldPrune(history, trial, sign);
    }

    /// <summary>The trial that was complete first: it shows how long they are, and, judged by nobody, has reached no rung. Null where none is complete and reported.</summary>
    internal static HistoryTrial? First(StudyHistory history) => history.Ended.FirstOrDefault(t => t is { State: TrialState.Complete, Reports.Count: > 0 });
}
