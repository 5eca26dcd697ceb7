using System.Diagnostics;
using System.Globalization;

namespace AiInfra.Core.Storage;

/// <summary>Names a worker so that others beside it can tell whether its process still lives: <c>machine|pid|start|unique</c>.</summary>
/// <remarks>
/// A process id says something only where the same ids are counted: two containers may share a host name and a volume, and each has a process 1. So on Linux the machine is its name, its boot and its namespace of process ids.
/// A wrong guess loses nothing: the fencing token refuses the late commit.
/// </remarks>
public static class WorkerIdentity
{
    // Linux counts a process's start from the boot, whose time is known to a fraction of a second only.
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    private static readonly string Machine = Environment.MachineName + Namespace();

    /// <summary>A new name for a worker of this process.</summary>
    public static string Create()
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Machine}|{self.Id}|{self.StartTime.ToUniversalTime().Ticks}|{Guid.NewGuid():N}");
    }

    /// <summary>Whether the process of a worker is gone for certain. False where it lives, counts its processes elsewhere, or is none of these names.</summary>
    public static bool IsKnownDead(string? owner)
    {
        if (owner?.Split('|') is not [string machine, string id, string start, _]
            || machine != Machine
            || !int.TryParse(id, CultureInfo.InvariantCulture, out int pid)
            || !long.TryParse(start, CultureInfo.InvariantCulture, out long ticks))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(pid);
            return (process.StartTime.ToUniversalTime() - new DateTime(ticks, DateTimeKind.Utc)).Duration() > SameStart;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return true; // there is no such process, or it ended just now
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // it lives, but this process may not look at it
        }
    }

    private static string Namespace()
    {
        if (!OperatingSystem.IsLinux())
        {
            return "";
        }

        try
        {
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return $"/{boot}/{new FileInfo("/proc/self/ns/pid").LinkTarget}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without it nobody is known to be dead: their leases run out.
            return $"/{Guid.NewGuid():N}";
        }
    }
}
