namespace AiInfra.Metrics.Forecasting;

/// <summary>A forecaster answered something that cannot be scored; the message names the series, the step and what was expected.</summary>
public sealed class InvalidForecastException : Exception
{
    /// <summary>Creates the exception.</summary>
    public InvalidForecastException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What came and what was expected.</param>
    public InvalidForecastException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What came and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidForecastException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
