using Microsoft.Extensions.Logging;

namespace AiInfra.Support.Logging;

/// <summary>What was logged once.</summary>
internal sealed record LogLine(LogLevel Level, string Text, Exception? Thrown);
