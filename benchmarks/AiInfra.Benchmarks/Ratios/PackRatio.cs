using System.Diagnostics;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>All packages packed after a build, against the two minutes that somebody waits on a first day. Absent outside the repository.</summary>
internal sealed class PackRatio : IRatio
{
    private readonly DirectoryInfo _feed = Directory.CreateTempSubdirectory("aiinfra-pack-");
    private string? _repository;

    public string Name => "pack";

    public double Goal => 1;

    public int Rounds => 3;

    public async Task<bool> PrepareAsync()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "AiInfra.sln")))
        {
            at = at.Parent;
        }

        _repository = at?.FullName;
        if (_repository is null)
        {
            return false;
        }

        await DotnetAsync("build", "src/Packages.slnf", "-c", "Release", "--nologo", "-v", "q");
        return true;
    }

    public async Task<double> OursAsync()
    {
        string feed = Path.Combine(_feed.FullName, Guid.NewGuid().ToString("N"));
        long start = Stopwatch.GetTimestamp();
        await DotnetAsync("pack", "src/Packages.slnf", "-c", "Release", "-o", feed, "--nologo", "-v", "q");
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Directory.EnumerateFiles(feed, "*.nupkg").Any() ? seconds : throw new InvalidOperationException("No package was made.");
    }

    public Task<double> TheirsAsync() => Task.FromResult(120.0);

    public ValueTask DisposeAsync()
    {
        _feed.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task DotnetAsync(params string[] arguments)
    {
        // The SDK that runs this program, also where it is on no PATH.
        string dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } running ? running : "dotnet";
        var start = new ProcessStartInfo(dotnet, arguments) { WorkingDirectory = _repository, RedirectStandardOutput = true };
        foreach (string name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            // Of the SDK that started this program.
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
        }
    }
}
