using System.Text.Json;

namespace AiInfra.Training.Optimization;

/// <summary>Schedules within a schedule: they hear of validations, and what they remember is kept together.</summary>
internal abstract class NestedSchedules(IReadOnlyList<ILearningRateSchedule> inner, bool needsTotal) : IObservingSchedule
{
    public bool NeedsTotal => needsTotal;

    public string? State
    {
        get => inner.Any(s => s is IObservingSchedule) ? JsonSerializer.Serialize(inner.Select(s => (s as IObservingSchedule)?.State).ToArray()) : null;
        set
        {
            string?[] states = value is null ? new string?[inner.Count] : JsonSerializer.Deserialize<string?[]>(value)!;
            foreach ((ILearningRateSchedule schedule, string? state) in inner.Zip(states))
            {
                if (schedule is IObservingSchedule observing)
                {
                    observing.State = state;
                }
            }
        }
    }

    public abstract double Factor(long step, long totalSteps);

    public void Observe(double score, MonitorMode mode)
    {
        foreach (IObservingSchedule schedule in inner.OfType<IObservingSchedule>())
        {
            schedule.Observe(score, mode);
        }
    }
}
