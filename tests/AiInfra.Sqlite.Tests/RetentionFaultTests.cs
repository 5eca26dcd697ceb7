using AiInfra.Core.Artifacts;
using AiInfra.Core.Retention;
using AiInfra.Core.Storage;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

/// <summary>Stores of somebody else's that prune badly harm no other.</summary>
public sealed class RetentionFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sweep_StoreThatThrows_NamesItAndSweepsTheOthers()
    {
        using AiInfraStore store = Open((_, dry) => dry ? new Pruned(1, 0) : throw new TimeoutException("locked"));
        RetentionOptions options = Options();
        options.Artifacts = new() { Grace = TimeSpan.Zero };
        ArtifactDigest loose = await store.Artifacts.PutBytesAsync(new byte[] { 4 });
        var e = await Assert.ThrowsAsync<RetentionException>(() => new RetentionSweep(store.Catalog, store.Artifacts).RunAsync(options));
        Assert.Contains("'p' (TimeoutException: locked)", e.Message, StringComparison.Ordinal);
        Assert.Equal("TimeoutException: locked", e.Report.Entries.Single(x => x.What == "p").Error);
        Assert.False(await store.Artifacts.ContainsAsync(loose));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100_000)]
    public async Task Sweep_StoreThatCountsWrong_IsNamed(long rows)
    {
        using AiInfraStore store = Open((_, dry) => new Pruned(dry ? 5 : rows, 0));
        var e = await Assert.ThrowsAsync<RetentionException>(() => new RetentionSweep(store.Catalog).RunAsync(Options()));
        Assert.Contains("The store 'p' says", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sweep_StoreThatNeverSaysThatItIsDone_Ends()
    {
        using AiInfraStore store = Open((_, _) => new Pruned(5, 0));
        RetentionReport report = await new RetentionSweep(store.Catalog).RunAsync(Options());
        Assert.Equal(5, report.Entries.Single().Removed);
    }

    [Fact]
    public async Task Sweep_LimitThatTheStoreDoesNotKnow_IsRefusedBeforeAnythingGoes()
    {
        int asked = 0;
        using AiInfraStore store = Open((p, dry) => p.Rows is not null ? throw new ArgumentException("Ps go by age only.") : new Pruned(dry ? 0 : ++asked, 0));
        RetentionOptions options = Options();
        options.Modules["p"] = new() { Rows = 3 };
        var e = await Assert.ThrowsAsync<ArgumentException>(() => new RetentionSweep(store.Catalog).RunAsync(options));
        Assert.Contains("Modules[p]", e.Message, StringComparison.Ordinal);
        Assert.Contains("by age only", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, asked);
    }

    private static RetentionOptions Options()
    {
        var options = new RetentionOptions { Predictions = null };
        options.Modules["p"] = new() { Age = TimeSpan.FromDays(1) };
        return options;
    }

    private AiInfraStore Open(Func<Pruning, bool, Pruned> prune) =>
        AiInfraStore.Open(_folder.File("store"), options: new SqliteStoreOptions { Modules = { new Module(prune) } });

    private sealed class Module(Func<Pruning, bool, Pruned> prune) : IStoreModule
    {
        public string Name => "p";

        public IReadOnlyList<SchemaScript> Scripts(string dialect) => [new(1, "CREATE TABLE p (a INTEGER);")];

        public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new Store(prune)];
    }

    private sealed class Store(Func<Pruning, bool, Pruned> prune) : IPrunable
    {
        public string Name => "p";

        public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default) => Task.FromResult(prune(pruning, pruning.DryRun));
    }
}
