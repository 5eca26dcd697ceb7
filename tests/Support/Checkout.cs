namespace AiInfra.Support;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Its folder; null where the tests run elsewhere.</summary>
    public static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "AiInfra.sln")))
            {
                return at.FullName;
            }
        }

        return null;
    }

    /// <summary>A path in it; the test is skipped where it runs elsewhere.</summary>
    public static string Require(string relative)
    {
        string? root = Find();
        Assert.SkipWhen(root is null, $"There is no AiInfra.sln above {AppContext.BaseDirectory}: the test reads the repository.");
        return Path.Combine(root!, relative);
    }
}
