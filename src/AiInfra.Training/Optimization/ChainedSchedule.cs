namespace AiInfra.Training.Optimization;

/// <summary>Factors multiplied.</summary>
internal sealed class ChainedSchedule(IReadOnlyList<ILearningRateSchedule> schedules) : NestedSchedules(schedules, schedules.Any(s => s.NeedsTotal))
{
    private readonly IReadOnlyList<ILearningRateSchedule> _schedules = schedules;

    public override double Factor(long step, long totalSteps) => _schedules.Aggregate(1.0, (factor, schedule) => factor * schedule.Factor(step, totalSteps));
}
