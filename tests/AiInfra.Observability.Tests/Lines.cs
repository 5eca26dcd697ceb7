using Microsoft.Extensions.Logging;

namespace AiInfra.Observability.Tests;

/// <summary>What was logged.</summary>
internal sealed class Lines : ILogger<AiInfra.Observability.Monitoring.ModelMonitor>
{
    public List<string> All { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
}
