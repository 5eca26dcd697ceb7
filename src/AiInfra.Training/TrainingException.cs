namespace AiInfra.Training;

/// <summary>A training could not go on. The message says where (epoch, step, batch), what came and what to do.</summary>
public sealed class TrainingException(string message, Exception? inner = null) : AiInfraException(message, inner);
