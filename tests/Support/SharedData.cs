using System.Diagnostics.CodeAnalysis;

namespace AiInfra.Support;

/// <summary>Real data beside the checkout. A test that needs it is skipped, visibly, where it is not there.</summary>
internal static class SharedData
{
    /// <summary>A file or folder of <c>shared/data</c>.</summary>
    public static string Require(string name) => RequireShared("data/" + name);

    /// <summary>A file or folder of <c>shared</c>.</summary>
    public static string RequireShared(string path)
    {
        string? found = SharedFiles.Find(path);
        Need(found, path);
        return found;
    }

    /// <summary>Skips the test where something of <c>shared</c> was not found.</summary>
    public static void Need([NotNull] object? found, string path)
    {
        if (found is null)
        {
            Assert.Skip($"shared/{path} is not beside the checkout; set AIINFRA_SHARED to the folder that holds {path}.");
        }
    }
}
