namespace AiInfra.Training.Checkpoints;

/// <summary>A checkpoint in a directory.</summary>
/// <param name="Path">File.</param>
/// <param name="Step">Optimizer steps done when it was written.</param>
/// <param name="Score">The monitored figure of the last validation before it; NaN without one.</param>
public sealed record CheckpointInfo(string Path, long Step, double Score);
