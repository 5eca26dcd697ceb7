using System.Diagnostics;

namespace AiInfra.Training.Tests.Checkpoints;

/// <summary>A training in a process that is killed, by the fault program. For more: <c>dotnet run -c Release --project tests/AiInfra.Faults -- --scenario train --kills 100</c>.</summary>
public sealed class KilledTrainingTests
{
    [Fact]
    public async Task Resume_AfterKillsAtRandomMoments_EndsWithTheSameBits()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "AiInfra.Faults" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using Process process = Process.Start(new ProcessStartInfo(program, ["--scenario", "train", "--kills", "4"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        Assert.EndsWith(" passed, 0 failed", output.TrimEnd());
    }
}
