using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace AiInfra.Core.Tracking;

/// <summary>What <c>nvidia-smi</c> says of graphics processors; where there is none, nothing.</summary>
internal static class GraphicsProcessors
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly Lazy<bool> s_there = new(() => OperatingSystem.IsWindows() || OperatingSystem.IsLinux()
        ? (System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => folder.Length > 0 && (File.Exists(Path.Combine(folder, "nvidia-smi")) || File.Exists(Path.Combine(folder, "nvidia-smi.exe"))))
        : false);

    /// <summary>Whether there is anybody to ask.</summary>
    public static bool AreThere => s_there.Value;

    /// <summary>Names and memory of all, or null.</summary>
    public static string? Describe() => Ask("name,memory.total") is { } answer
        ? string.Join("; ", answer.Select(line => line.Length == 2 ? $"{line[0]}, {line[1]} MiB" : line[0]))
        : null;

    /// <summary>Their use, as metrics by key.</summary>
    public static IEnumerable<(string Key, double Value)> Measure()
    {
        string[][] lines = Ask("index,utilization.gpu,memory.used,memory.total,power.draw") ?? [];
        foreach (string[] line in lines.Where(l => l.Length == 5))
        {
            double? used = Number(line[2]);
            (string Name, double? Value)[] figures =
            [
                ("utilization_percentage", Number(line[1])),
                ("memory_usage_megabytes", used * 1.048576),
                ("memory_usage_percentage", used / Number(line[3]) * 100),
                ("power_usage_watts", Number(line[4])),
            ];
            foreach ((string name, double? value) in figures)
            {
                if (value is { } figure && double.IsFinite(figure))
                {
                    yield return ($"system/gpu_{line[0]}_{name}", figure);
                }
            }
        }
    }

    /// <summary>A processor that does not know says "[N/A]".</summary>
    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;

    private static string[][]? Ask(string fields)
    {
        if (!AreThere)
        {
            return null;
        }

        try
        {
            using var process = Process.Start(new ProcessStartInfo("nvidia-smi", [$"--query-gpu={fields}", "--format=csv,noheader,nounits"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false });
            if (process is null)
            {
                return null;
            }

            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(s_patience))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0
                ? [.. output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(',', StringSplitOptions.TrimEntries))]
                : null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or IOException)
        {
            return null; // there, and not for this process to run
        }
    }
}
