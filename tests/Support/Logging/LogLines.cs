using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace AiInfra.Support.Logging;

/// <summary>Keeps what is logged, by one logger or by all of a host.</summary>
internal class LogLines : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    /// <summary>All lines, the oldest first.</summary>
    public IReadOnlyList<LogLine> All => [.. _lines];

    public IReadOnlyList<string> Texts => [.. _lines.Select(l => l.Text)];

    public IReadOnlyList<string> Warnings => At(LogLevel.Warning);

    /// <summary>The texts of one level.</summary>
    public IReadOnlyList<string> At(LogLevel level) => [.. _lines.Where(l => l.Level == level).Select(l => l.Text)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(new LogLine(logLevel, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
