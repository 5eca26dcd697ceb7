using AiInfra.Core.Catalog;
using AiInfra.Disks;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.Sqlite.Tests;

/// <summary>A store that is deleted, replaced, locked, full or read-only while it is open.</summary>
public sealed class LostStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => _folder.File("store");

    private string Database => Path.Combine(Root, "catalog.db");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("folder")]
    [InlineData("files")]
    [InlineData("log")]
    public async Task Write_StoreDeletedMeanwhile_FailsAndMakesNothingAnewAndReadingGoesOn(string what)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        using var store = AiInfraStore.Open(Root);
        await store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        Assert.NotNull(await store.Catalog.Runs.FindAsync("r"));
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(store)).Status);
        switch (what)
        {
            case "folder":
                Directory.Delete(Root, recursive: true);
                break;
            case "log":
                File.Delete(Database + "-wal");
                break;
            default:
                Array.ForEach(Directory.GetFiles(Root, "catalog.db*"), File.Delete);
                break;
        }

        HealthCheckResult health = await CheckAsync(store);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("deleted", health.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.DirectorySeparatorChar, health.Description!);
        SqliteStoreException e = await Assert.ThrowsAsync<SqliteStoreException>(() => store.Catalog.Events.AddAsync([new("k", "s", DateTimeOffset.UnixEpoch, "m")]));
        Assert.Contains("Nothing is written into what is left of it", e.Message, StringComparison.Ordinal);
        Assert.NotNull(await store.Catalog.Runs.FindAsync("r"));
        Assert.Equal(what == "log", File.Exists(Database));
    }

    [Fact]
    public async Task Write_StoreReplacedByACopy_Fails()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be replaced.");
        using var store = AiInfraStore.Open(Root);
        await store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        File.Copy(Database, Database + ".copy");
        File.Move(Database + ".copy", Database, overwrite: true);
        Assert.Contains("replaced", (await CheckAsync(store)).Description, StringComparison.Ordinal);
        await Assert.ThrowsAsync<SqliteStoreException>(() => store.Catalog.Runs.StartAsync(new RunStart("e", "k")));
    }

    [Fact]
    public async Task Check_AnotherProcessHoldsTheLock_IsDegradedAfterSecondsAndWaitsForNothing()
    {
        using var store = AiInfraStore.Open(Root, options: new() { BusyTimeout = TimeSpan.FromMinutes(10) });
        using var other = new SqliteConnection($"Data Source={Database};Pooling=False");
        other.Open();
        SqliteTransaction held = other.BeginTransaction(deferred: false);
        Task waiting = store.Catalog.Runs.StartAsync(new RunStart("e", "k"));
        HealthCheckResult health;
        do
        {
            await Task.Delay(50);
            health = await CheckAsync(store);
        }
        while (health.Status == HealthStatus.Healthy);

        Assert.False(waiting.IsCompleted);
        Assert.Contains("locked", health.Description, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.DirectorySeparatorChar, health.Description!);
        held.Rollback();
        await waiting;
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(store)).Status);
    }

    [Fact]
    public async Task Check_DiskFullThenReadOnly_IsDegraded()
    {
        using SmallDisk disk = SmallDisk.Mount(2048);
        using (var store = AiInfraStore.Open(disk.File("store")))
        {
            await store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
            await store.Catalog.Runs.FinishAsync("r", RunStatus.Finished);
            string ballast = disk.FillTo(0);
            Assert.Equal(HealthStatus.Degraded, (await CheckAsync(store)).Status);
            File.Delete(ballast);
        }

        disk.MakeReadOnly();
        Assert.Contains("ReadOnly", Assert.Throws<SqliteStoreException>(() => AiInfraStore.Open(disk.File("store"))).Message, StringComparison.Ordinal);
        using var readOnly = AiInfraStore.Open(disk.File("store"), options: new() { ReadOnly = true });
        Assert.Equal(RunStatus.Finished, (await readOnly.Catalog.Runs.FindAsync("r"))!.Status);
        Assert.Contains("ReadOnly", (await Assert.ThrowsAsync<SqliteStoreException>(() => readOnly.Catalog.Runs.DeleteAsync("r"))).Message, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(readOnly)).Status);
    }

    [Fact]
    public async Task ReadOnly_StoreThatWasKilledOrIsNotThere_SaysWhatToDo()
    {
        Assert.Throws<SqliteStoreException>(() => AiInfraStore.Open(Root, options: new() { ReadOnly = true }));
        Assert.False(Directory.Exists(Root));
        using (var store = AiInfraStore.Open(Root))
        {
            await store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
            using var beside = AiInfraStore.Open(Root, options: new() { ReadOnly = true });
            Assert.NotNull(await beside.Catalog.Runs.FindAsync("r"));
        }

        using var closed = AiInfraStore.Open(Root, options: new() { ReadOnly = true });
        Assert.NotNull(await closed.Catalog.Runs.FindAsync("r"));
        await Assert.ThrowsAsync<SqliteStoreException>(() => closed.Catalog.Events.AddAsync([new("k", "s", DateTimeOffset.UnixEpoch, "m")]));
    }

    [Fact]
    public async Task StoreIn_InAHost_RegistersTheCheckOnceAndDegraded()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(Root).StoreIn(Root));
        services.AddHealthChecks();
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        Assert.Equal(("aiinfra-store", HealthStatus.Healthy), report.Entries.Select(e => (e.Key, e.Value.Status)).Single());
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let an open file be deleted.");
        Directory.Delete(Root, recursive: true);
        Assert.Equal(HealthStatus.Degraded, (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Status);
    }

    [Fact]
    public void GetCatalog_HostWithoutAStore_NamesStoreIn()
    {
        var services = new ServiceCollection();
        services.AddAiInfra();
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Contains("StoreIn(\"data\")", Assert.Throws<InvalidOperationException>(() => provider.GetCatalog()).Message, StringComparison.Ordinal);
        Assert.Contains("AiInfra.Sqlite", Assert.Throws<InvalidOperationException>(() => provider.GetArtifacts()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_IsOnAThreadOfTheStoresOwn()
    {
        using var database = new SqliteDatabase(_folder.File("c.db"), new SqliteStoreOptions(), TimeProvider.System, []);
        Assert.False(await database.WriteAsync(_ => Thread.CurrentThread.IsThreadPoolThread, default));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => database.WriteAsync(_ => 1, cancelled.Token));
    }

    [Fact]
    public async Task ReleaseSpace_AfterPruning_TheFileShrinksAndTheRestStays()
    {
        using var store = AiInfraStore.Open(Root, options: new() { SurvivesPowerCut = false });
        await store.Catalog.Events.AddAsync([.. Enumerable.Range(0, 5000).Select(i => new CatalogEvent("k", "s", DateTimeOffset.UnixEpoch, new string('x', 2000)))]);
        while ((await store.Catalog.Events.PruneAsync(new() { Rows = 10 })).Rows > 0)
        {
        }

        long before = new FileInfo(Database).Length;
        long released = await store.Catalog.ReleaseSpaceAsync();
        Assert.True(released > 5_000_000, $"{released} bytes released");
        Assert.True(new FileInfo(Database).Length < before - 5_000_000, $"{before} -> {new FileInfo(Database).Length}");
        Assert.Equal(10, (await store.Catalog.Events.ListAsync(new())).Count);
        Assert.Equal(0, await store.Catalog.ReleaseSpaceAsync());
    }

    private static Task<HealthCheckResult> CheckAsync(AiInfraStore store) => new StoreHealthCheck(store).CheckHealthAsync(new HealthCheckContext());
}
