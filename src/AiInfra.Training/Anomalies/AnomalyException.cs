namespace AiInfra.Training.Anomalies;

/// <summary>Rows can't be learned from as normal ones, or columns can't be used. The message says what is needed.</summary>
public sealed class AnomalyException(string message, Exception? inner = null) : AiInfraException(message, inner);
