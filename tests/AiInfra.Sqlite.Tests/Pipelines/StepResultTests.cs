using AiInfra.Core.Artifacts;
using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>What a result may hold, and what of it is a reference.</summary>
public sealed class StepResultTests : PipelineRunnerRig
{
    [Fact]
    public async Task Run_ResultWithTheIdOfACommit_IsRemembered()
    {
        var p = new Pipeline("p");
        p.Step("check", "1", (c, _) => Note(c, new Checked(new string('a', 64), 3)));
        await Runner.RunAsync(p);
        PipelineResult again = await Runner.RunAsync(p);
        Assert.Equal(("check", StepState.Remembered), (Ran, again.Outcomes[0].State));
    }

    [Fact]
    public async Task Run_DigestsAsValuesAndKeys_AreRoots()
    {
        ArtifactDigest key = await Store.Artifacts.PutBytesAsync(new byte[] { 1 }), value = await Store.Artifacts.PutBytesAsync(new byte[] { 2 });
        var p = new Pipeline("p");
        Step<Dictionary<ArtifactDigest, ArtifactDigest>> step = p.Step("s", "1", (_, _) => Task.FromResult(new Dictionary<ArtifactDigest, ArtifactDigest> { [key] = value }));
        Assert.Equal(value, (await Runner.RunAsync(p)).Get(step)[key]);
        Assert.Equal(2, (await new ArtifactCollector(Store.Artifacts, [Store.Catalog]).CollectAsync(new() { Grace = TimeSpan.Zero })).Referenced);
    }

    [Fact]
    public async Task Run_ResultThatJsonDoesNotBringBack_FailsThatStepAndSaysWhatToDo()
    {
        Assert.Contains("'lossy'", await MessageAsync("lossy", new Lossy().Set(7)), StringComparison.Ordinal);
        Assert.Contains("setters", await MessageAsync("lossy", new Lossy().Set(7)), StringComparison.Ordinal);
        Assert.Contains("not read again", await MessageAsync("closed", new Closed(3)), StringComparison.Ordinal);
        Assert.Contains("as a Base", await MessageAsync<Base>("derived", new Derived { A = 1, B = 2 }), StringComparison.Ordinal);
    }

    private async Task<string> MessageAsync<T>(string name, T value)
    {
        var p = new Pipeline(name);
        p.Step(name, "1", (_, _) => Task.FromResult(value));
        return (await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.RunAsync(p))).Message;
    }

    private sealed record Checked(string CommitId, long Rows);

    private class Base
    {
        public int A { get; set; }
    }

    private sealed class Derived : Base
    {
        public int B { get; set; }
    }

    private sealed class Closed(int value)
    {
        public int A { get; } = value;
    }

    private sealed class Lossy
    {
        public int Hidden { get; private set; }

        public Lossy Set(int value)
        {
            Hidden = value;
            return this;
        }
    }
}
