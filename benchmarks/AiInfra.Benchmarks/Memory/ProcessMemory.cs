using System.Diagnostics;

namespace AiInfra.Benchmarks.Memory;

/// <summary>What this process holds.</summary>
internal static class ProcessMemory
{
    /// <summary>The most that it held at once, in bytes.</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
