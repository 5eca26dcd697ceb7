using AiInfra.Contracts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Retention;
using AiInfra.Core.Storage;
using AiInfra.Core.Studies;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

public sealed class SqliteStudyStoreTests : StudyStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public SqliteStudyStoreTests()
    {
        _catalog = new SqliteCatalog(_folder.File("catalog.db"), Time, new SqliteStoreOptions { SurvivesPowerCut = false });
        Studies = _catalog.GetRequiredStore<IStudyStore>();
    }

    protected override IStudyStore Studies { get; }

    [Fact]
    public async Task Retention_TakesStudiesThatRest_WithTheirTrials_NotOneThatRuns()
    {
        var day = TimeSpan.FromDays(1);
        async Task WorkAsync(string study, bool end = true)
        {
            await Studies.OpenAsync(new StudyRecord { Name = study, Directions = [StudyDirection.Minimize] });
            TrialLease lease = (await Studies.ClaimAsync(study, WorkerIdentity.Create(), 100 * day))!;
            if (end)
            {
                await Studies.FinishAsync(lease, new TrialNews { Reports = [new TrialReport(0, 1, 2)] }, new TrialOutcome(TrialState.Complete, [1]));
            }
        }

        await WorkAsync("runs", end: false);
        await WorkAsync("old");
        await WorkAsync("taken up again");
        Time.Advance(10 * day);
        await WorkAsync("taken up again");
        await WorkAsync("new");
        await WorkAsync("newest");

        var options = new RetentionOptions { Predictions = null, DryRun = true };
        options.Modules["studies"] = new() { Age = 5 * day };
        Assert.Equal(1, (await new RetentionSweep(_catalog, time: Time).RunAsync(options)).Entries.Single().Removed);
        Assert.NotNull(await Studies.FindAsync("old"));
        options.DryRun = false;
        Assert.Equal(1, (await new RetentionSweep(_catalog, time: Time).RunAsync(options)).Entries.Single().Removed);
        Assert.Equal(["new", "newest", "runs", "taken up again"], (await Studies.ListAsync()).Select(s => s.Name).Order());

        // By number: the newest two that changed stay, and one that runs.
        options.Modules["studies"] = new() { Rows = 2 };
        await new RetentionSweep(_catalog, time: Time).RunAsync(options);
        Assert.Equal(["new", "newest", "runs"], (await Studies.ListAsync()).Select(s => s.Name).Order());

        options.Modules["studies"] = new() { Bytes = 1 };
        Assert.Contains("leave Bytes out", (await Assert.ThrowsAsync<ArgumentException>(() => new RetentionSweep(_catalog, time: Time).RunAsync(options))).Message, StringComparison.Ordinal);

        // One whose worker has not been heard of since its lease ran out does not run.
        Time.Advance(200 * day);
        options.Modules["studies"] = new() { Age = day };
        await new RetentionSweep(_catalog, time: Time).RunAsync(options);
        Assert.Empty(await Studies.ListAsync());
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }
}
