using AiInfra.Conformance;

namespace AiInfra.Evaluation.Tests.Conformance;

public sealed class ReplayTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("conformance").FullName;

    [Fact]
    public void Run_OwnFacts_NothingFails()
    {
        var output = new StringWriter();
        Assert.True(new Replay(output).Run([Path.Combine(AppContext.BaseDirectory, "facts")]) == 0, output.ToString());
    }

    [Fact]
    public void Run_SharedReference_NothingFails()
    {
        string? shared = Shared();
        Assert.SkipWhen(shared is null, "There is no shared/reference beside this checkout, and AIINFRA_SHARED is not set.");
        var output = new StringWriter();
        Assert.True(new Replay(output).Run([shared!]) == 0, output.ToString());
    }

    [Fact]
    public void Run_WrongExpectation_FailsAndSaysBoth()
    {
        (int exit, string text) = Run("""[{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0,1],"yPred":[0,0]},"params":{},"expected":0.75}]""");
        Assert.Equal(1, exit);
        Assert.Contains("a/1: 0.75 is expected, 0.5 was answered", text);
        Assert.EndsWith("0 passed, 1 failed", text.TrimEnd());
    }

    [Fact]
    public void Run_RightExpectation_Passes()
    {
        (int exit, string text) = Run("""[{"name":"a/1","metric":"cohenKappa","inputs":{"yTrue":[1,1],"yPred":[1,1]},"params":{},"expected":"NaN"}]""");
        Assert.Equal((0, "1 passed, 0 failed"), (exit, text.TrimEnd().Split('\n')[^1]));
    }

    [Fact]
    public void Run_UnknownMetric_Fails()
    {
        (int exit, string text) = Run("""[{"name":"a/1","metric":"accuracy","inputs":{"yTrue":[0],"yPred":[0]},"params":{},"expected":1},{"name":"u/1","metric":"unheardOf","inputs":{},"params":{},"expected":1}]""");
        Assert.Equal((1, "1 passed, 1 failed"), (exit, text.TrimEnd().Split('\n')[^1]));
        Assert.Contains("unheardOf: 1 cases", text);
    }

    [Fact]
    public void Run_InputThatTheMetricRefuses_IsAFailureWithTheReason() =>
        Assert.Contains("no row", Run("""[{"name":"a/1","metric":"mae","inputs":{"yTrue":[],"yPred":[]},"params":{},"expected":0}]""").Text);

    [Fact]
    public void Run_BrokenJson_IsAFailure() => Assert.Equal(1, Run("[{").Exit);

    [Fact]
    public void Run_NothingThere_IsAFailure() => Assert.Equal(1, new Replay(TextWriter.Null).Run([Path.Combine(_folder, "absent")]));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string? Shared()
    {
        if (Environment.GetEnvironmentVariable("AIINFRA_SHARED") is { Length: > 0 } given)
        {
            return Path.Combine(given, "reference");
        }

        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, "shared", "reference");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private (int Exit, string Text) Run(string json)
    {
        File.WriteAllText(Path.Combine(_folder, "cases.json"), json);
        var output = new StringWriter();
        return (new Replay(output).Run([_folder]), output.ToString().ReplaceLineEndings("\n"));
    }
}
