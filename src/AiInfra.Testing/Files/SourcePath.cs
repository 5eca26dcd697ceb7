namespace AiInfra.Testing;

/// <summary>Where files that lie beside a test's source are.</summary>
internal static class SourcePath
{
    public static string Resolve(string path, string callerFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Path.IsPathRooted(path) ? path : Path.GetFullPath(Path.Combine(Folder(callerFile), path));
    }

    private static string Folder(string callerFile)
    {
        string? folder = Path.GetDirectoryName(callerFile);
        if (string.IsNullOrEmpty(folder) || Directory.Exists(folder))
        {
            return string.IsNullOrEmpty(folder) ? Environment.CurrentDirectory : folder;
        }

        // A deterministic build writes "/_/tests/X" for "<repository>/tests/X": look for it above the running program.
        string tail = folder.Replace('\\', '/').TrimStart('/');
        tail = tail.StartsWith("_", StringComparison.Ordinal) && tail.Contains('/') ? tail[(tail.IndexOf('/') + 1)..] : tail;
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, tail);
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return Environment.CurrentDirectory;
    }
}
