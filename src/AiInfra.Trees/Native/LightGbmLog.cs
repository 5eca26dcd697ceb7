using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AiInfra.Trees.Native;

/// <summary>What LightGBM writes on this thread goes to a logger until it is disposed: its callback belongs to the thread.</summary>
internal sealed unsafe partial class LightGbmLog : IDisposable
{
    // Said of every tree that ends before it has all its leaves: no fault, and thousands of lines on a small table.
    private const string GrownOut = "No further splits with positive gain";

    [ThreadStatic]
    private static LightGbmLog? s_current;

    private readonly ILogger _logger;
    private readonly StringBuilder _line = new();

    public LightGbmLog(ILogger logger)
    {
        _logger = logger;
        s_current = this;
        LightGbm.Check(LightGbm.LGBM_RegisterLogCallback(&Heard));
    }

    /// <summary>How much LightGBM is asked to say: warnings, or all where somebody listens.</summary>
    public static int Verbosity(ILogger logger) => logger.IsEnabled(LogLevel.Debug) ? 1 : logger.IsEnabled(LogLevel.Warning) ? 0 : -1;

    public void Dispose() => s_current = null;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Heard(byte* text)
    {
        // No exception may leave a callback: what a logger throws would end the process.
        try
        {
            s_current?.Add(Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
#pragma warning disable CA1031
        catch
#pragma warning restore CA1031
        {
            // Nobody is left to tell.
        }
    }

    /// <summary>A line comes in pieces: its level, its words, its end.</summary>
    private void Add(string piece)
    {
        _line.Append(piece);
        if (!piece.EndsWith('\n'))
        {
            return;
        }

        string line = _line.ToString().Trim();
        _line.Clear();
        if ((line.Contains("[Warning]", StringComparison.Ordinal) && !line.Contains(GrownOut, StringComparison.Ordinal)) || line.Contains("[Fatal]", StringComparison.Ordinal))
        {
            LogWarning(_logger, line);
        }
        else if (line.Length > 0)
        {
            LogDetail(_logger, line);
        }
    }

    [LoggerMessage(5201, LogLevel.Warning, "{Line}")]
    private static partial void LogWarning(ILogger logger, string line);

    [LoggerMessage(5202, LogLevel.Debug, "{Line}")]
    private static partial void LogDetail(ILogger logger, string line);
}
