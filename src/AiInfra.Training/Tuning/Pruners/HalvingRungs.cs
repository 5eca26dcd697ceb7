using AiInfra.Core.Studies;

namespace AiInfra.Training.Tuning.Pruners;

/// <summary>The rungs of one bracket of asynchronous successive halving, and who has reached which with what.</summary>
internal sealed class HalvingRungs(long minResource, int factor, int skipped, int bootstrap, Func<int, bool> belongs)
{
    private readonly List<List<double>> _rungs = [];
    private readonly Dictionary<int, int> _reached = [];
    private readonly Dictionary<int, int> _judged = [];
    private int _read;

    /// <summary>Whether the trial ends at a rung that its last report reached.</summary>
    public bool ShouldPrune(StudyHistory history, HistoryTrial trial, double sign)
    {
        for (; _read < history.Reports.Count; _read++)
        {
            if (belongs(history.Reports[_read].Trial))
            {
                Reach(history.Reports[_read], sign);
            }
        }

        // Another trial's question may have counted this one's report already: what it was judged at is kept apart.
        int before = _judged.GetValueOrDefault(trial.Number);
        TrialReport last = trial.Reports[^1];
        if (double.IsNaN(last.Value))
        {
            return last.Step >= StepOf(before);
        }

        int reached = _reached.GetValueOrDefault(trial.Number);
        for (int rung = before; rung < reached; rung++)
        {
            List<double> losses = _rungs[rung];
            if (losses.Count <= bootstrap || sign * last.Value > losses[Math.Max(losses.Count / factor, 1) - 1])
            {
                // It ends here, so it has not come to the rungs beyond.
                for (int beyond = rung + 1; beyond < reached; beyond++)
                {
                    SortedLosses.Remove(_rungs[beyond], sign * last.Value);
                }

                _reached[trial.Number] = _judged[trial.Number] = rung + 1;
                return true;
            }
        }

        _judged[trial.Number] = reached;
        return false;
    }

    private double StepOf(int rung) => minResource * Math.Pow(factor, skipped + rung);

    private void Reach(TrialReport report, double sign)
    {
        if (double.IsNaN(report.Value))
        {
            return;
        }

        int rung = _reached.GetValueOrDefault(report.Trial);
        for (; report.Step >= StepOf(rung); rung++)
        {
            if (_rungs.Count == rung)
            {
                _rungs.Add([]);
            }

            SortedLosses.Insert(_rungs[rung], sign * report.Value);
        }

        _reached[report.Trial] = rung;
    }
}
