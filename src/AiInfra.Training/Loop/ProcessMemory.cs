using System.Diagnostics;

namespace AiInfra.Training.Loop;

/// <summary>The memory of the process.</summary>
internal static class ProcessMemory
{
    /// <summary>Most that it had in its life so far, in bytes.</summary>
    public static long Peak()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
