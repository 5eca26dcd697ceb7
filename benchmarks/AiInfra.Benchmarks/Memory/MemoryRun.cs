using System.Diagnostics;
using System.Globalization;

namespace AiInfra.Benchmarks.Memory;

/// <summary>Peak memory, allocations and time of long work, each in a process of its own.</summary>
internal static class MemoryRun
{
    public static async Task<int> RunAsync(int rows)
    {
        string folder = Directory.CreateTempSubdirectory("aiinfra-memory-").FullName;
        try
        {
            int written = await ChildAsync("memory-write", folder, rows.ToString(CultureInfo.InvariantCulture));
            return written != 0 ? written : await ChildAsync("memory-train", folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<int> ChildAsync(params string[] arguments)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            info.ArgumentList.Add(typeof(MemoryRun).Assembly.Location);
        }

        Array.ForEach(arguments, info.ArgumentList.Add);
        using Process child = Process.Start(info)!;
        await child.WaitForExitAsync();
        return child.ExitCode;
    }
}
