namespace AiInfra.Testing.Tests;

public sealed class SourcePathTests
{
    [Fact]
    public void Resolve_Relative_StartsAtTheCallersFolder() =>
        Assert.Equal(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "a", "b.json")), SourcePath.Resolve("a/b.json", Path.Combine(AppContext.BaseDirectory, "Test.cs")));

    [Fact]
    public void Resolve_PathOfADeterministicBuild_IsFoundAboveTheProgram()
    {
        string parent = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        Assert.Equal(Path.Combine(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory), "b.json"), SourcePath.Resolve("b.json", $"/_/{parent}/Test.cs"));
    }

    [Fact]
    public void Resolve_Absolute_StaysAsItIs() => Assert.Equal("/x/b.json", SourcePath.Resolve("/x/b.json", "/y/Test.cs"));
}
