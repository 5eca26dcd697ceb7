using AiInfra.Core.Catalog;

namespace AiInfra.Contracts;

/// <summary>A run whose process is gone reads as interrupted.</summary>
public abstract class RunOwnerContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Find_RunOfACatalogThatIsOpen_IsRunning()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        Assert.Equal(RunStatus.Running, (await Catalog.Runs.FindAsync("r"))!.Status);
        (other as IDisposable)?.Dispose();
    }

    [Fact]
    public async Task Find_RunOfACatalogThatWasClosed_IsInterruptedAndSaysWhy()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        (other as IDisposable)?.Dispose();
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Interrupted, true), (run.Status, run.EndedAt is not null));
        Assert.Contains("without ending the run", run.Error);
    }

    [Fact]
    public async Task List_RunningRuns_LeavesOutTheInterrupted()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "theirs" });
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "ours" });
        (other as IDisposable)?.Dispose();
        Assert.Equal(["ours"], (await Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Running })).Select(r => r.Id));
        Assert.Equal(["theirs"], (await Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Interrupted })).Select(r => r.Id));
    }

    [Fact]
    public async Task Reopen_InterruptedRun_RunsHere()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        (other as IDisposable)?.Dispose();
        await Catalog.Runs.FindAsync("r");
        await Catalog.Runs.ReopenAsync("r");
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Running, null, null), (run.Status, run.Error, run.EndedAt));
    }

    [Fact]
    public async Task Finish_RunThoughtToBeInterrupted_IsFinished()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        (other as IDisposable)?.Dispose();
        await Catalog.Runs.FindAsync("r");
        await Catalog.Runs.FinishAsync("r", RunStatus.Finished);
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Finished, null), (run.Status, run.Error));
    }

    [Theory]
    [InlineData(RunStatus.Running)]
    [InlineData(RunStatus.Interrupted)]
    public async Task Finish_AsSomethingThatIsNoEnd_Throws(RunStatus status)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalog.Runs.FinishAsync("r", status));
    }
}
