namespace AiInfra.Core.Tracking;

/// <summary>Reads the commit that a checked-out folder stands at, from the files of its <c>.git</c>.</summary>
internal static class GitFolder
{
    /// <summary>The commit of the folder or of one above it; null where there is none, or it cannot be read.</summary>
    public static string? Commit(string folder)
    {
        try
        {
            for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            {
                string git = Path.Combine(at.FullName, ".git");
                if (Directory.Exists(git))
                {
                    return Head(git);
                }

                // A worktree or submodule: a file that says where its folder is.
                if (File.Exists(git) && File.ReadAllText(git).Trim() is var line && line.StartsWith("gitdir:", StringComparison.Ordinal))
                {
                    return Head(Path.GetFullPath(Path.Combine(at.FullName, line["gitdir:".Length..].Trim())));
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Somebody else's folder is nothing that a training fails for.
        }

        return null;
    }

    private static string? Head(string git)
    {
        string head = File.ReadAllText(Path.Combine(git, "HEAD")).Trim();
        if (!head.StartsWith("ref:", StringComparison.Ordinal))
        {
            return Hash(head);
        }

        string name = head["ref:".Length..].Trim();
        string common = Path.Combine(git, "commondir");
        string[] folders = File.Exists(common) ? [git, Path.GetFullPath(Path.Combine(git, File.ReadAllText(common).Trim()))] : [git];
        foreach (string folder in folders)
        {
            string loose = Path.Combine(folder, name);
            if (File.Exists(loose))
            {
                return Hash(File.ReadAllText(loose).Trim());
            }

            string packed = Path.Combine(folder, "packed-refs");
            if (File.Exists(packed) && File.ReadLines(packed).FirstOrDefault(l => l.EndsWith(" " + name, StringComparison.Ordinal)) is { } line)
            {
                return Hash(line.Split(' ')[0]);
            }
        }

        return null;
    }

    private static string? Hash(string text) => text.Length is 40 or 64 && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;
}
