using AiInfra.Support;

namespace AiInfra.Architecture.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Checkout.Find() ?? throw new InvalidOperationException($"There is no AiInfra.sln above {AppContext.BaseDirectory}.");

    /// <summary>Set to write what is generated instead of comparing it.</summary>
    public static bool Writes => Environment.GetEnvironmentVariable("AIINFRA_WRITE") == "1";

    public static string Path(string relative) => System.IO.Path.Combine(Root, relative);
}
