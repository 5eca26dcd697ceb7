namespace AiInfra.Training.Checkpoints;

/// <summary>A checkpoint is damaged, or does not fit what it should be loaded into. The message names the file and what was found.</summary>
public sealed class CheckpointException(string message, Exception? inner = null) : AiInfraException(message, inner);
