namespace AiInfra.Onnx.Tests;

/// <summary>Files of others that lie beside the project, where they are.</summary>
internal static class SharedData
{
    public static IEnumerable<string> OnnxFiles()
    {
        string? root = Root();
        if (root is null)
        {
            Assert.Skip("shared/data is not beside the project; set AIINFRA_SHARED to its folder.");
        }

        return Directory.EnumerateFiles(Path.Combine(root, "data", "onnx"), "*.onnx", SearchOption.AllDirectories).Order(StringComparer.Ordinal);
    }

    private static string? Root()
    {
        if (Environment.GetEnvironmentVariable("AIINFRA_SHARED") is { Length: > 0 } set)
        {
            return set;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            foreach (string candidate in new[] { Path.Combine(folder.FullName, "shared"), Path.Combine(folder.Parent?.FullName ?? folder.FullName, "shared") })
            {
                if (Directory.Exists(Path.Combine(candidate, "data")))
                {
                    return candidate;
                }
            }
        }

        return null;
    }
}
