using System.Text.RegularExpressions;

namespace AiInfra.Tests.Readmes;

/// <summary>What the Markdown of the repository points to is there.</summary>
public sealed partial class LinkTests
{
    public static TheoryData<string> Documents { get; } = [.. Repository.Root is null ? [] : Repository.Documents()];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Documents))]
    public void Links_OfADocument_LeadSomewhere(string document)
    {
        string folder = Path.GetDirectoryName(Path.Combine(Repository.Root!, document))!;
        IEnumerable<string> targets = Link().Matches(Text(document)).Select(m => Uri.UnescapeDataString(m.Groups[1].Value.Split('#')[0])).Where(t => t.Length > 0 && !t.Contains(':', StringComparison.Ordinal));

        Assert.DoesNotContain(targets, t => !Exists(Path.Combine(folder, t)));
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Documents))]
    public void Paths_OfADocument_AreThere(string document)
    {
        IEnumerable<string> paths = PathInText().Matches(Text(document)).Select(m => m.Value.TrimEnd('.')).Where(p => !Placeholder().IsMatch(p));

        Assert.DoesNotContain(paths, p => !Exists(Path.Combine(Repository.Root!, p)));
    }

    [Fact]
    public void RootReadme_EveryPackage_IsListed()
    {
        Assert.SkipWhen(Repository.Root is null, "The test does not run inside the repository.");
        IEnumerable<string> packages = Directory.EnumerateFiles(Path.Combine(Repository.Root!, "src"), "*.csproj", SearchOption.AllDirectories).Select(p => Path.GetFileNameWithoutExtension(p));
        string readme = Text("README.md");

        Assert.DoesNotContain(packages, p => !readme.Contains($"[{p}](src/{p}/README.md)", StringComparison.Ordinal));
    }

    private static string Text(string document) => File.ReadAllText(Path.Combine(Repository.Root!, document));

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);

    [GeneratedRegex(@"\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.])(?:docs|samples|src|tests|benchmarks)/[\w./-]*\w")]
    private static partial Regex PathInText();

    // A name that stands for many: AiInfra.X, NNN-title.md.
    [GeneratedRegex(@"\.X\b|NNN")]
    private static partial Regex Placeholder();
}
