namespace AiInfra.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Set to write what is generated instead of comparing it.</summary>
    public static bool Writes => Environment.GetEnvironmentVariable("AIINFRA_WRITE") == "1";

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "AiInfra.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no AiInfra.sln above {AppContext.BaseDirectory}.");
    }
}
