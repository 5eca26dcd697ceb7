using AiInfra.Training.Checkpoints;

namespace AiInfra.Training.Optimization;

/// <summary>What a schedule that reacts to validations remembers; one that is a formula of the step remembers nothing.</summary>
internal sealed class SchedulePart(string name, ILearningRateSchedule schedule) : IStateful
{
    public string StateName => name;

    public void Save(ComponentState state)
    {
        if ((schedule as IObservingSchedule)?.State is { } text)
        {
            state.Add("state", text);
        }
    }

    public void Restore(ComponentState state)
    {
        if (schedule is IObservingSchedule observing)
        {
            observing.State = state.Texts.GetValueOrDefault("state");
        }
    }
}
