namespace AiInfra.Training.Tabular;

/// <summary>A table can't be learned from, or a model of a table can't be read. The message says what was expected and what came.</summary>
public sealed class TabularException(string message, Exception? inner = null) : AiInfraException(message, inner);
