using System.Diagnostics;
using System.Globalization;

namespace AiInfra.Sqlite.Tests;

/// <summary>The fault program with a few kills. For more: <c>dotnet run --project tests/AiInfra.Faults -- --kills 200</c>, or AIINFRA_FAULT_KILLS.</summary>
public sealed class FaultsTests
{
    [Fact]
    public async Task WorkersKilledAtRandomMoments_LoseNothing()
    {
        int kills = int.Parse(Environment.GetEnvironmentVariable("AIINFRA_FAULT_KILLS") ?? "8", CultureInfo.InvariantCulture);
        string program = Path.Combine(AppContext.BaseDirectory, "AiInfra.Faults" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using Process process = Process.Start(new ProcessStartInfo(program, ["--kills", $"{kills}"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
        Assert.EndsWith(" passed, 0 failed", output.TrimEnd());
    }
}
