namespace AiInfra.Training.Loop;

/// <summary>Where the time of a training went.</summary>
/// <param name="Steps">Optimizer steps.</param>
/// <param name="Data">Waiting for batches and moving them to the device.</param>
/// <param name="Forward">Forward passes and losses.</param>
/// <param name="Backward">Backward passes.</param>
/// <param name="Optimizer">Clipping, updates, averaged weights.</param>
/// <param name="Rest">All else: metrics, callbacks, validations, checkpoints.</param>
public sealed record StepProfile(long Steps, TimeSpan Data, TimeSpan Forward, TimeSpan Backward, TimeSpan Optimizer, TimeSpan Rest)
{
    /// <summary>All of it.</summary>
    public TimeSpan Total => Data + Forward + Backward + Optimizer + Rest;

    /// <summary>Milliseconds a step and shares, in one line.</summary>
    public override string ToString()
    {
        string One(string name, TimeSpan time) => $"{name} {time.TotalMilliseconds / Math.Max(1, Steps):0.###} ms ({(Total > TimeSpan.Zero ? 100 * (time / Total) : 0):0.#} %)";
        return $"{Steps} steps, {Total.TotalMilliseconds / Math.Max(1, Steps):0.###} ms each: {One("data", Data)}, {One("forward", Forward)}, {One("backward", Backward)}, {One("optimizer", Optimizer)}, {One("rest", Rest)}";
    }
}
