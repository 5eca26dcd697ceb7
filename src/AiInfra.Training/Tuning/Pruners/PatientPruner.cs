using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Lets another pruner decide only about trials that have not become better in their last reports; without another one it ends those itself.</summary>
public sealed class PatientPruner : IPruner
{
    private readonly IPruner? _inner;
    private readonly int _patience;
    private readonly double _minDelta;

    /// <summary>A pruner with patience.</summary>
    /// <param name="inner">Who decides then; null for nobody else.</param>
    /// <param name="patience">So many reports more may be no better than the best before.</param>
    /// <param name="minDelta">Better by less than this does not count as better.</param>
    public PatientPruner(IPruner? inner, int patience, double minDelta = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(patience);
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        (_inner, _patience, _minDelta) = (inner, patience, minDelta);
    }

    /// <inheritdoc />
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(trial);
        double sign = ReportSign.Of(history, nameof(PatientPruner));

        IReadOnlyList<TrialReport> reports = trial.Reports;
        if (reports.Count <= _patience + 1)
        {
            return false;
        }

        int before = reports.Count - _patience - 1;
        return Best(reports, 0, before, sign) + _minDelta < Best(reports, before, reports.Count, sign)
            && (_inner?.ShouldPrune(history, trial) ?? true);
    }

    private static double Best(IReadOnlyList<TrialReport> reports, int from, int to, double sign)
    {
        double best = double.NaN;
        for (int i = from; i < to; i++)
        {
            best = double.IsNaN(best) || sign * reports[i].Value < best ? sign * reports[i].Value : best;
        }

        return best;
    }
}
