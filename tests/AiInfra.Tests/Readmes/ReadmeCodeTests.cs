namespace AiInfra.Tests.Readmes;

/// <summary>What a Markdown file shows as C# is, word for word, code that a test runs: marked as <see cref="Repository.Run"/> says.</summary>
public sealed class ReadmeCodeTests
{
    public static TheoryData<string, int> Blocks { get; } = [.. Repository.Root is null ? [] : Repository.Shown().Select(b => (b.Document, b.Number))];

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Blocks))]
    public void Block_OfADocument_IsCodeThatATestRuns(string document, int number)
    {
        CodeBlock shown = Repository.Shown().Single(b => b.Document == document && b.Number == number);
        CodeBlock[] run = [.. Repository.Run().Where(b => b.Document == document && b.Number == number)];

        Assert.True(run.Length == 1, $"{document} shows C# block {number}; {run.Length} test files say that they run it. Mark the lines of one test with '// <readme> {document} {number}' and '// </readme>'.");
        Assert.Equal(shown.Lines, run[0].Lines);
    }

    [Fact]
    public void Region_OfATest_IsOfABlockThatIsShown()
    {
        Assert.SkipWhen(Repository.Root is null, "The test does not run inside the repository.");
        HashSet<(string, int)> shown = [.. Repository.Shown().Select(b => (b.Document, b.Number))];

        Assert.All(Repository.Run(), b => Assert.Contains((b.Document, b.Number), shown));
    }

    [Fact]
    public void Readme_OfEveryPackage_ShowsCode()
    {
        Assert.SkipWhen(Repository.Root is null, "The test does not run inside the repository.");
        IEnumerable<string> packages = Directory.EnumerateDirectories(Path.Combine(Repository.Root!, "src")).Where(d => Directory.EnumerateFiles(d, "*.csproj").Any()).Select(d => $"src/{Path.GetFileName(d)}/README.md");
        HashSet<string> shown = [.. Repository.Shown().Select(b => b.Document)];

        Assert.All(packages.Append("README.md"), p => Assert.Contains(p, shown));
    }
}
