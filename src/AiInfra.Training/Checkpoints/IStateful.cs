namespace AiInfra.Training.Checkpoints;

/// <summary>A part of a training that remembers something between steps: an optimizer, an average of weights, a loss scaler, a callback of one's own. What it remembers is in every checkpoint, and given back on resuming.</summary>
/// <remarks>A training collects its own parts, and those of its callbacks and batch sources that implement this. A checkpoint with a part that the training lacks, or without one that it has, is refused.</remarks>
public interface IStateful
{
    /// <summary>Name of the part in checkpoints, for example "ema". Letters, digits, '-', '_' and '.'; no two parts of a training have the same.</summary>
    string StateName { get; }

    /// <summary>Puts all that a resume needs into the state. Tensors are given as they are: they are copied before the next step, and stay the part's own. Those made for this call go with the caller's dispose scope.</summary>
    /// <param name="state">Empty at first.</param>
    void Save(ComponentState state);

    /// <summary>Takes up what <see cref="Save"/> put there. Tensors lie on the CPU and are freed after the call: copy what is kept.</summary>
    /// <param name="state">As it was saved.</param>
    /// <exception cref="CheckpointException">It does not fit.</exception>
    void Restore(ComponentState state);
}
