using AiInfra.Serving.Deployments;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Tests.Support;

/// <summary>Keeps what a deployment logs.</summary>
internal sealed class Lines : ILogger<Deployment>
{
    private readonly List<(LogLevel Level, string Text)> _lines = [];

    public string[] At(LogLevel level)
    {
        lock (_lines)
        {
            return [.. _lines.Where(l => l.Level == level).Select(l => l.Text)];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add((logLevel, formatter(state, exception)));
        }
    }
}
