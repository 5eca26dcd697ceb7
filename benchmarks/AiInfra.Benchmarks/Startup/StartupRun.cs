using System.Diagnostics;
using System.Globalization;
using AiInfra.Benchmarks.Ratios;

namespace AiInfra.Benchmarks.Startup;

/// <summary>Time from the start of a process to its first answer: a generic host that serves a deployment, and one ONNX Runtime session with one run. Each in child processes, in turn.</summary>
internal static class StartupRun
{
    public static async Task<int> RunAsync(int rounds)
    {
        string folder = Directory.CreateTempSubdirectory("aiinfra-startup-").FullName;
        try
        {
            await StartupHost.PrepareAsync(folder);
            string model = Path.Combine(folder, "model.onnx");
            await File.WriteAllBytesAsync(model, InferModel.Create());
            var times = new SortedDictionary<string, List<double>>(StringComparer.Ordinal);
            for (int i = -1; i < rounds; i++)
            {
                foreach ((string side, string argument) in i % 2 == 0 ? [("host", folder), ("bare", model)] : new[] { ("bare", model), ("host", folder) })
                {
                    await ChildAsync(side, argument, i < 0 ? null : times);
                }
            }

            foreach ((string name, List<double> all) in times)
            {
                all.Sort();
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"startup {name}\t{all[all.Count / 2]:0} ms\t({all[0]:0} to {all[^1]:0}, {all.Count} rounds)"));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        return 0;
    }

    /// <summary>Tells the parent that a point is reached.</summary>
    public static void Reached(string point)
    {
        Console.Out.WriteLine(point);
        Console.Out.Flush();
    }

    private static async Task ChildAsync(string side, string argument, SortedDictionary<string, List<double>>? times)
    {
        long start = Stopwatch.GetTimestamp();
        var info = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            info.ArgumentList.Add(typeof(StartupRun).Assembly.Location);
        }

        info.ArgumentList.Add($"startup-{side}");
        info.ArgumentList.Add(argument);
        using Process child = Process.Start(info)!;
        while (await child.StandardOutput.ReadLineAsync() is string point)
        {
            string name = $"{side}, {point}";
            if (times is not null && !times.ContainsKey(name))
            {
                times[name] = [];
            }

            times?[name].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await child.WaitForExitAsync();
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException($"The child '{side}' ended with {child.ExitCode}.");
        }
    }
}
