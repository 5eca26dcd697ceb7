using AiInfra.Core.Pipelines;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>Partitions and backfills.</summary>
public sealed class PipelinePartitionTests : PipelineRunnerRig
{
    [Fact]
    public async Task Run_Partitions_HaveTheirOwnResultsAndShareWhatIsShared()
    {
        var p = new Pipeline("p");
        Step<int> settings = p.Step("settings", "1", (c, _) => Note(c, 10), new StepOptions { SharedByPartitions = true });
        Step<string> day = p.Step("day", "1", settings, (c, s, _) => Note(c, c.Partition + s));
        IReadOnlyList<PipelineResult> results = await Runner.BackfillAsync(p, ["mon-", "tue-", "mon-"]);
        Assert.Equal(["mon-10", "tue-10"], results.Select(r => r.Get(day)));
        Assert.Equal("mon-day settings tue-day", Ran);
    }

    [Fact]
    public async Task Backfill_OnePartitionFails_TheOthersAreDoneAndItIsNamed()
    {
        var p = new Pipeline("p");
        p.Step("day", "1", (c, _) => c.Partition == "tue" ? throw new IOException("no file") : Note(c, 1));
        var e = await Assert.ThrowsAsync<PipelineFailedException>(() => Runner.BackfillAsync(p, ["mon", "tue", "wed"]));
        Assert.Equal("tue", e.Partition);
        Assert.Equal("monday wedday", Ran);
    }
}
