using AiInfra.Core.Pipelines;
using AiInfra.Laws;
using CsCheck;

namespace AiInfra.Core.Tests.Pipelines;

public sealed class PipelineTests
{
    private static Task<int> One(StepContext context, CancellationToken ct) => Task.FromResult(1);

    private static StepIdentity Id(string pipeline, string step, Dictionary<string, string> parameters, Dictionary<string, string> inputs) =>
        new() { Pipeline = pipeline, Step = step, Version = "1", Parameters = parameters, Inputs = inputs };

    [Fact]
    public void Step_NameTwice_IsRefused()
    {
        var p = new Pipeline("daily");
        p.Step("read", "1", One);
        Assert.Contains("has a step 'read' already", Assert.Throws<ArgumentException>(() => p.Step("read", "2", One)).Message);
    }

    [Fact]
    public void Step_OfAnotherPipeline_IsRefused()
    {
        Step<int> foreign = new Pipeline("weekly").Step("read", "1", One);
        var e = Assert.Throws<ArgumentException>(() => new Pipeline("daily").Step("use", "1", foreign, (_, x, _) => Task.FromResult(x)));
        Assert.Contains("of pipeline 'weekly'", e.Message);
    }

    [Fact]
    public void Step_SharedButTakingOneThatIsNot_IsRefused()
    {
        var p = new Pipeline("daily");
        Step<int> read = p.Step("read", "1", One);
        Assert.Throws<ArgumentException>(() => p.Step("use", "1", read, (_, x, _) => Task.FromResult(x), new StepOptions { SharedByPartitions = true }));
    }

    [Fact]
    public void Step_SenselessRetry_IsRefused() => Assert.Throws<ArgumentException>(
        () => new Pipeline("p").Step("a", "1", One, new StepOptions { Retry = new StepRetry { Jitter = 2 } }));

    [Fact]
    public void Memo_OrderOfParameters_DoesNotMatter()
    {
        StepIdentity first = Id("p", "s", new() { ["a"] = "1", ["b"] = "2" }, []);
        StepIdentity second = Id("p", "s", new() { ["b"] = "2", ["a"] = "1" }, []);
        Assert.Equal(first.Memo, second.Memo);
    }

    [Fact]
    public void Memo_TextMovedBetweenFields_Differs()
    {
        string[] memos = [Id("p", "s", new() { ["a"] = "1" }, []).Memo, Id("p", "s", [], new() { ["a"] = "1" }).Memo, Id("ps", "", [], []).Memo, Id("p", "s", [], []).Memo];
        Assert.Equal(4, memos.Distinct().Count());
    }

    [Fact]
    public void Memo_ChangedByWith_IsNotTheOldOne()
    {
        StepIdentity one = Id("p", "s", [], []);
        _ = one.Memo;
        Assert.NotEqual(one.Memo, (one with { Version = "2" }).Memo);
    }

    [Fact]
    public void Delay_AnyAttempt_IsRepeatableAndWithinItsBounds() => Gen.Select(Gen.Int[1, 40], Gen.Long, Gen.Double[0, 1]).ForAll((attempt, seed, jitter) =>
    {
        var retry = new StepRetry { Jitter = jitter };
        TimeSpan delay = retry.DelayAfter(attempt, "step", seed);
        double full = Math.Min(60, Math.Pow(2, attempt - 1));
        return delay == retry.DelayAfter(attempt, "step", seed) && delay.TotalSeconds <= full + 1e-6 && delay.TotalSeconds >= (full * (1 - jitter)) - 1e-6;
    });
}
