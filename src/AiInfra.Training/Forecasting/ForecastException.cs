namespace AiInfra.Training.Forecasting;

/// <summary>A history can't be forecast from: too short, or with a value that the method has no answer to. The message says what is needed.</summary>
public sealed class ForecastException(string message, Exception? inner = null) : AiInfraException(message, inner);
