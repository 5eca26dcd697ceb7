namespace AiInfra.Metrics.Forecasting;

/// <summary>A forecaster answered something that cannot be scored; the message names the series, the step and what was expected.</summary>
public sealed class InvalidForecastException(string message, Exception? inner = null) : AiInfraException(message, inner);
