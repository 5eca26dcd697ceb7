namespace AiInfra.Support;

/// <summary>Data and reference values of others, which lie in a folder <c>shared</c> beside the checkout or above it, or where AIINFRA_SHARED says. They are no part of the project.</summary>
internal static class SharedFiles
{
    /// <summary>A file or folder of it such as <c>data/adult.data</c>; null where it is not there.</summary>
    public static string? Find(string path) => Roots().Select(root => Path.Combine(root, path)).FirstOrDefault(Path.Exists);

    private static IEnumerable<string> Roots()
    {
        if (Environment.GetEnvironmentVariable("AIINFRA_SHARED") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            yield return Path.Combine(at.FullName, "shared");
        }
    }
}
