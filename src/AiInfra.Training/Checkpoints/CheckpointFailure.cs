namespace AiInfra.Training.Checkpoints;

/// <summary>A checkpoint that could not be written, for want of space or of a right. The training goes on, and those written before are untouched.</summary>
/// <param name="Path">The file it should have become.</param>
/// <param name="Step">Optimizer steps done when it was due.</param>
/// <param name="Error">What the file system said.</param>
public sealed record CheckpointFailure(string Path, long Step, Exception Error);
