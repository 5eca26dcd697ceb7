using System.Diagnostics;
using System.Text;

namespace AiInfra.Packages.Tests;

/// <summary>Runs the SDK as a person would.</summary>
internal static class Tool
{
    // The SDK that runs the tests, also where it is on no PATH.
    private static readonly string s_dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } running ? running : "dotnet";

    // For a machine whose processors others use: what is stuck must not stay for ever.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(30);

    public static Task<string> DotnetAsync(string folder, params string[] arguments) => RunAsync(folder, s_dotnet, arguments);

    /// <summary>Runs what listens until it is told to stop; every line is heard as it comes. Gives what it printed.</summary>
    public static async Task<string> ServeAsync(string folder, Action<string> heard, CancellationToken stop, params string[] arguments)
    {
        var text = new StringBuilder();
        using var process = new Process { StartInfo = Start(folder, s_dotnet, arguments) };
        void Add(string? line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }

            heard(line ?? "");
        }

        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        return text.ToString();
    }

    /// <summary>Runs a program to its end and gives what it printed.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        ProcessStartInfo start = Start(folder, program, arguments);
        var text = new StringBuilder();
        using var process = new Process { StartInfo = start };
        void Add(string? line)
        {
            lock (text)
            {
                text.AppendLine(line);
            }
        }

        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} took more than {s_patience.TotalMinutes} minutes:\n{text}");
        }

        return process.ExitCode == 0
            ? text.ToString()
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} in {folder} ended with {process.ExitCode}:\n{text}");
    }

    private static ProcessStartInfo Start(string folder, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // The test run's own build must not leak into this one.
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || k.StartsWith("TESTINGPLATFORM", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return start;
    }
}
