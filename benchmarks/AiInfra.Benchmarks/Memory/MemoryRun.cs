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
            string[][] steps = [["memory-write", folder, rows.ToString(CultureInfo.InvariantCulture)], ["memory-train", folder], ["memory-judge-model", folder], ["memory-judge", folder]];
            foreach (string[] step in steps)
            {
                if (await ChildAsync(step) is not 0 and int failed)
                {
                    return failed;
                }
            }

            return 0;
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
