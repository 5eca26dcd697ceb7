namespace AiInfra.Training.Tuning.Pruners;

/// <summary>Whether a trial's last report is its first one in an interval of steps.</summary>
internal static class ReportInterval
{
    public static bool IsFirst(HistoryTrial trial, long warmup, long interval)
    {
        long step = trial.LastStep;
        if (step < warmup)
        {
            return false;
        }

        long begin = ((step - warmup) / interval * interval) + warmup;
        return trial.Reports.Count < 2 || trial.Reports[^2].Step < begin;
    }
}
