namespace AiInfra.Training.Tuning;

/// <summary>A study can't go on, or a trial asked for something that it does not have: the message says what, and what to do.</summary>
public sealed class StudyException(string message, Exception? inner = null) : AiInfraException(message, inner);
