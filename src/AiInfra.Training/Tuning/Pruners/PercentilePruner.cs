using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>
/// Ends a trial whose best value so far is worse than a percentile of what complete trials had at the very same step (Golovin et al. 2017, "Google Vizier", where it is the median). A trial with nothing but NaN ends.
/// Where too few complete trials have a value at the step, it goes on.
/// </summary>
/// <param name="options">When it looks; null takes the defaults.</param>
public sealed class PercentilePruner(PercentileOptions? options = null) : IPruner
{
    private readonly PercentileOptions _options = (options ?? new PercentileOptions()).Checked(nameof(options));

    // Losses of complete trials by step, in order; NaN at the end.
    private readonly Dictionary<long, List<double>> _steps = [];
    private StudyHistory? _history;
    private int _read;

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        double sign = ReportSign.Of(history, nameof(PercentilePruner));
        Learn(history, sign);
        if (history.Complete == 0 || history.Complete < _options.StartupTrials || !ReportInterval.IsFirst(trial, _options.WarmupSteps, _options.IntervalSteps))
        {
            return false;
        }

        double best = double.NaN;
        foreach (TrialReport report in trial.Reports)
        {
            double loss = sign * report.Value;
            best = double.IsNaN(best) || loss < best ? loss : best;
        }

        if (double.IsNaN(best))
        {
            return true;
        }

        if (!_steps.TryGetValue(trial.LastStep, out List<double>? losses) || losses.Count < _options.LeastTrials)
        {
            return false;
        }

        double bound = Percentile(losses, _options.Percentile);
        return best > bound;
    }

    /// <summary>A percentile by linear interpolation of values in order, NaN left out.</summary>
    private static double Percentile(List<double> sorted, double percentile)
    {
        int count = sorted.Count;
        while (count > 0 && double.IsNaN(sorted[count - 1]))
        {
            count--;
        }

        if (count == 0)
        {
            return double.NaN;
        }

        double place = percentile / 100 * (count - 1);
        int below = (int)place;
        double low = sorted[below], high = sorted[Math.Min(below + 1, count - 1)];
        return low == high ? low : low + ((place - below) * (high - low));
    }

    private void Learn(StudyHistory history, double sign)
    {
        if (_history != history)
        {
            (_history, _read) = (history, 0);
            _steps.Clear();
        }

        for (; _read < history.Ended.Count; _read++)
        {
            if (history.Ended[_read] is { State: TrialState.Complete } ended)
            {
                foreach (TrialReport report in ended.Reports)
                {
                    if (!_steps.TryGetValue(report.Step, out List<double>? losses))
                    {
                        _steps.Add(report.Step, losses = []);
                    }

                    SortedLosses.Insert(losses, sign * report.Value);
                }
            }
        }
    }
}
