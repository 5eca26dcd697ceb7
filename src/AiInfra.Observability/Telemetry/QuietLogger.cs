using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Observability.Telemetry;

/// <summary>A log for threads of our own, on which nobody catches: one that throws, as a log file on a full disk may, is not heard and ends no process.</summary>
internal sealed class QuietLogger(ILogger inner) : ILogger
{
    public static ILogger Over(ILogger? logger) => logger is null ? NullLogger.Instance : new QuietLogger(logger);

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return inner.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        try
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is nowhere left to say it; what is lost is counted by whoever logs.
        }
    }
}
