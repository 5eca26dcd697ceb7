using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>What has one body in the house, and would be wrong in a second one.</summary>
public sealed partial class OneBodyTests
{
    [Fact]
    public void Escaping_OfHtml_StandsInTheOneWriter() => Only(Escaping(), "src/Shared/Html.cs", "Text becomes HTML in the holes of Html.Add and nowhere else, so that nobody can forget to escape it");

    [Fact]
    public void TemporaryFolders_OfTests_AreTheOneInSupport() => Only(
        Folders(), "tests/Support/TemporaryFolder.cs", "A test's folder is a TemporaryFolder, which goes with the test",
        "tests/AiInfra.Aot/", "tests/AiInfra.Faults/", "tests/Disks/", "tests/Readmes/", "tests/AiInfra.Packages.Tests/");

    private static void Only(Regex what, string owner, string why, params string[] others)
    {
        string folder = owner[..owner.IndexOf('/')];
        string[] wrong = [.. Directory.EnumerateFiles(Repository.Path(folder), "*.cs", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(Repository.Root, f).Replace('\\', '/'))
            .Where(f => f != owner && !f.Contains("/obj/", StringComparison.Ordinal) && !f.EndsWith("OneBodyTests.cs", StringComparison.Ordinal) && !others.Any(o => f.StartsWith(o, StringComparison.Ordinal)))
            .Where(f => what.IsMatch(File.ReadAllText(Repository.Path(f)))).Order(StringComparer.Ordinal)];
        Assert.Matches(what, File.ReadAllText(Repository.Path(owner)));
        Assert.True(wrong.Length == 0, $"{why}: {string.Join(", ", wrong)}.");
    }

    [GeneratedRegex(@"\bHtmlEncoder\.|\bHtmlEncode\(")]
    private static partial Regex Escaping();

    [GeneratedRegex(@"Directory\.CreateTempSubdirectory\(")]
    private static partial Regex Folders();
}
