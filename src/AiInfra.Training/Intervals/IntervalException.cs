namespace AiInfra.Training.Intervals;

/// <summary>No interval could be made: too few rows for the coverage, or a model that answers no number. The message says what is needed.</summary>
public sealed class IntervalException(string message, Exception? inner = null) : AiInfraException(message, inner);
