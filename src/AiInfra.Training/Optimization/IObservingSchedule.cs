namespace AiInfra.Training.Optimization;

/// <summary>A schedule that reacts to the monitored figure of each validation. What it remembers goes into checkpoints.</summary>
public interface IObservingSchedule : ILearningRateSchedule
{
    /// <summary>What it remembers, as text; setting it restores that. Null is the state at the start.</summary>
    string? State { get; set; }

    /// <summary>Hears of a validation.</summary>
    /// <param name="score">The monitored figure.</param>
    /// <param name="mode">Whether less or more is better.</param>
    void Observe(double score, MonitorMode mode);
}
