using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>What has one body in the house, and would be wrong in a second one.</summary>
public sealed partial class OneBodyTests
{
    // Names that two packages may share, and why.
    private static readonly Dictionary<string, string> s_sharedNames = new(StringComparer.Ordinal)
    {
        ["Trial"] = "of a study, which everybody says so; within Serving, of a version that gets a share of the requests",
    };

    [Fact]
    public void Names_OfTwoPackages_AreNotTheSame()
    {
        var owners = House.Built.Packages.Values
            .SelectMany(p => p.Files.SelectMany(f => f.Types.Select(t => (Type: t, Package: p.Name, File: $"{p.Name}/{f.Path}"))))
            .GroupBy(t => t.Type).Where(g => g.Select(t => t.Package).Distinct().Count() > 1).ToDictionary(g => g.Key, g => string.Join(" and ", g.Select(t => t.File)));
        string[] wrong = [.. owners.Where(o => !s_sharedNames.ContainsKey(o.Key)).Select(o => $"{o.Key}: {o.Value}")];
        Assert.True(wrong.Length == 0, $"A name says one thing in this house. Make one body of what is one concept; otherwise say which in the name:{Environment.NewLine}{string.Join(Environment.NewLine, wrong)}");
        string[] gone = [.. s_sharedNames.Keys.Where(n => !owners.ContainsKey(n))];
        Assert.True(gone.Length == 0, $"No longer shared by two packages, so take it off the list: {string.Join(", ", gone)}.");
    }

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
