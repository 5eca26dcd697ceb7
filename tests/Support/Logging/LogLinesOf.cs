using Microsoft.Extensions.Logging;

namespace AiInfra.Support.Logging;

/// <summary>Keeps what one class logs.</summary>
internal sealed class LogLines<T> : LogLines, ILogger<T>;
