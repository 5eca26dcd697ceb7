using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning;

/// <summary>Brings a history up to what a store says.</summary>
internal static class HistoryChanges
{
    /// <summary>Applies changes.</summary>
    /// <param name="history">The history.</param>
    /// <param name="changes">What changed.</param>
    /// <param name="isMine">Trials that this process runs: of them the history knows more than the store.</param>
    public static void Apply(StudyHistory history, StudyChanges changes, Func<int, bool> isMine)
    {
        foreach ((string name, ParameterRange range) in changes.Ranges)
        {
            history.AddRange(name, range);
        }

        foreach (TrialReport report in changes.Reports)
        {
            HistoryTrial trial = history.Add(report.Trial);
            if (!isMine(report.Trial) && !(trial.PlaceOf(report.Step) is >= 0 and var place && trial.Reports[place] == report))
            {
                history.Report(trial, report);
            }
        }

        foreach (TrialRecord record in changes.Trials.OrderBy(t => t.Number))
        {
            history.Enqueued(history.Add(record.Number), record.RetryOf, record.Given.Count > 0);
        }

        foreach (TrialRecord record in changes.Trials)
        {
            if (record.State != TrialState.Waiting && !isMine(record.Number))
            {
                Apply(history, record);
            }
        }
    }

    private static void Apply(StudyHistory history, TrialRecord record)
    {
        HistoryTrial trial = history.Begin(record.Number);
        if (trial.State != TrialState.Running)
        {
            return; // it ended here already
        }

        foreach ((string name, double value) in record.Parameters)
        {
            trial.Set(name, value);
        }

        if (record.State != TrialState.Running)
        {
            trial.Violation = record.Constraints.Values.Where(v => v > 0).Sum();
            history.Finish(trial, record.State, record.Values);
        }
    }
}
