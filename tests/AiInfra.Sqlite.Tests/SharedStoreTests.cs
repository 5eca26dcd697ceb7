using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Tests;

/// <summary>Several openers of one file: what two processes see.</summary>
public sealed class SharedStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("catalog.db");

    /// <summary>Whoever else keeps the machine or its disk busy: nobody gives up meanwhile.</summary>
    private static SqliteStoreOptions Patient => new() { BusyTimeout = TimeSpan.FromMinutes(10) };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task TwoOpeners_SixteenThreadsEach_NobodySeesALock()
    {
        using var one = new SqliteCatalog(Path, options: Patient);
        using var two = new SqliteCatalog(Path, options: Patient);
        await one.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Parallel.ForAsync(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (thread, ct) =>
        {
            SqliteCatalog catalog = thread % 2 == 0 ? one : two;
            for (int i = 0; i < 8; i++)
            {
                await catalog.Runs.AddMetricsAsync("r", [new MetricPoint($"m{thread}", i, i, DateTimeOffset.UnixEpoch)], ct);
                Assert.Equal(i, (await catalog.Runs.FindAsync("r", ct))!.Metrics[$"m{thread}"]);
            }
        });
        Assert.Equal(32, (await two.Runs.FindAsync("r"))!.Metrics.Count(m => m.Value == 7));
    }

    [Fact]
    public async Task OtherProcessKeepsTheLock_ItWaitsThenSaysWho()
    {
        using var catalog = new SqliteCatalog(Path, options: new SqliteStoreOptions { BusyTimeout = TimeSpan.FromSeconds(1) });
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        using SqliteTransaction held = other.BeginTransaction();
        Task<Run> waiting = catalog.Runs.StartAsync(new RunStart("e", "k"));
        var e = await Assert.ThrowsAsync<SqliteStoreException>(() => waiting);
        Assert.Contains("another process has kept it locked", e.Message);
        Assert.Empty(await catalog.Runs.ListAsync(new RunQuery()));
        held.Rollback();
        await catalog.Runs.StartAsync(new RunStart("e", "k"));
    }

    [Fact]
    public async Task OtherProcessWritesForAWhile_ItWaitsAndGoesOn()
    {
        using var catalog = new SqliteCatalog(Path, options: Patient);
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        SqliteTransaction held = other.BeginTransaction();
        Task<Run> waiting = catalog.Runs.StartAsync(new RunStart("e", "k"));
        await Task.Delay(300);
        Assert.False(waiting.IsCompleted);
        held.Commit();
        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task DamagedFile_SaysSoAndNamesIt()
    {
        using (var catalog = new SqliteCatalog(Path))
        {
            await catalog.Runs.StartAsync(new RunStart("e", "k"));
        }

        using (var file = new FileStream(Path, FileMode.Open))
        {
            // The first page stays, so that the file opens; the rest is noise.
            byte[] noise = new byte[file.Length - 4096];
            new Random(1).NextBytes(noise);
            file.Position = 4096;
            file.Write(noise);
        }

        var e = await Assert.ThrowsAsync<SqliteStoreException>(async () =>
        {
            using var catalog = new SqliteCatalog(Path);
            await catalog.Runs.ListAsync(new RunQuery());
        });
        Assert.Contains(Path, e.Message);
        Assert.Contains("damaged", e.Message);
    }

    [Fact]
    public async Task CodeThrowsWithinAChange_NothingOfItStays()
    {
        using var catalog = new SqliteCatalog(Path);
        var parameters = new Dictionary<string, string> { ["a"] = "1", [""] = "no name" };
        await Assert.ThrowsAsync<ArgumentException>(() => catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r", Parameters = parameters }));
        Assert.Null(await catalog.Runs.FindAsync("r"));
        await catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
    }
}
