namespace AiInfra.Training.Tests;

/// <summary>Finds the folder with real data beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    public static string Require(string file)
    {
        string? root = Environment.GetEnvironmentVariable("AIINFRA_SHARED");
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); root is null && at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared");
            root = Directory.Exists(Path.Combine(candidate, "data")) ? candidate : null;
        }

        string path = root is null ? "" : Path.Combine(root, "data", file);
        if (!File.Exists(path))
        {
            Assert.Skip($"shared/data/{file} is not here (set AIINFRA_SHARED to the folder that holds data/).");
        }

        return path;
    }
}
