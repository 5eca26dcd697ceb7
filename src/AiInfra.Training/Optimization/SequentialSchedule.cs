namespace AiInfra.Training.Optimization;

/// <summary>Schedules one after another.</summary>
internal sealed class SequentialSchedule((ILearningRateSchedule Schedule, long Steps)[] before, ILearningRateSchedule last) : NestedSchedules([.. before.Select(b => b.Schedule), last], last.NeedsTotal)
{
    public override double Factor(long step, long totalSteps)
    {
        long start = 0;
        foreach ((ILearningRateSchedule schedule, long steps) in before)
        {
            if (step < start + steps)
            {
                return schedule.Factor(step - start, steps);
            }

            start += steps;
        }

        return last.Factor(step - start, Math.Max(0, totalSteps - start));
    }
}
