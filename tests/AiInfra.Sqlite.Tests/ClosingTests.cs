using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Tests;

/// <summary>A store that is closed while it is used, or that never opened.</summary>
public sealed class ClosingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("catalog.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Dispose_WhileChangesWaitTheirTurn_EveryOneEnds()
    {
        var catalog = new SqliteCatalog(Path, options: new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMinutes(10) });
        using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        other.Open();
        SqliteTransaction held = other.BeginTransaction();
        Task[] waiting = [.. Enumerable.Range(0, 20).Select(i => catalog.Runs.StartAsync(new RunStart("e", "k") { Id = $"r{i}" }))];
        Task closing = Task.Run(catalog.Dispose);
        await Task.Delay(100);
        held.Commit();
        await closing;
        await Task.WhenAll(waiting.Select(w => w.ContinueWith(_ => { }, TaskScheduler.Default))).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.All(waiting, w => Assert.True(w.IsCompletedSuccessfully || w.Exception!.InnerException is ObjectDisposedException, w.Exception?.ToString()));
        using var again = new SqliteCatalog(Path);
        Assert.Equal(waiting.Count(w => w.IsCompletedSuccessfully), (await again.Runs.ListAsync(new RunQuery())).Count);
    }

    [Fact]
    public void Open_NewerSchema_HoldsNoFileOpen()
    {
        Assert.SkipUnless(Directory.Exists("/proc/self/fd"), "Needs Linux's list of open files.");
        new SqliteCatalog(Path).Dispose();
        using (var other = new SqliteConnection($"Data Source={Path};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "INSERT INTO schema_versions VALUES ('catalog', 99, 0, 1)";
            command.ExecuteNonQuery();
        }

        Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(Path));
        Assert.DoesNotContain(Directory.GetFiles("/proc/self/fd"), f => Target(f)?.StartsWith(Path, StringComparison.Ordinal) == true);
    }

    /// <summary>The file behind a descriptor; null where a neighbour closed it since it was listed.</summary>
    private static string? Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, false)?.FullName;
        }
        catch (IOException)
        {
            return null;
        }
    }

    [Fact]
    public async Task Open_NewFileManyTimesAtOnce_IsNeverSomethingElse()
    {
        for (int i = 0; i < 60; i++)
        {
            string path = _folder.File($"{i}.db");
            SqliteCatalog[] opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new SqliteCatalog(path, options: new SqliteStoreOptions { SurvivesPowerCut = false }))));
            Assert.All(opened, o => o.Dispose());
        }
    }
}
