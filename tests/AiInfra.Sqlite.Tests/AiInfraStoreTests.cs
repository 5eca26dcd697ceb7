using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Sqlite.Tests;

public sealed class AiInfraStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Open_Again_FindsWhatWasStored()
    {
        ArtifactDigest digest;
        using (AiInfraStore store = AiInfraStore.Open(_folder.File("new/store")))
        {
            digest = await store.Artifacts.PutBytesAsync("hello"u8.ToArray());
            await store.Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        }

        using AiInfraStore again = AiInfraStore.Open(_folder.File("new/store"));
        Assert.NotNull(await again.Catalog.Runs.FindAsync("r"));
        Assert.Equal("hello"u8.ToArray(), await again.Artifacts.ReadBytesAsync(digest));
    }

    [Fact]
    public void Open_PathIsAFile_SaysSo()
    {
        File.WriteAllText(_folder.File("taken"), "text");
        var e = Assert.Throws<SqliteStoreException>(() => AiInfraStore.Open(_folder.File("taken")));
        Assert.Contains("is a file", e.Message);
        Assert.Equal(_folder.File("taken"), e.Path);
    }

    [Fact]
    public void Open_ParentIsAFile_SaysSo()
    {
        File.WriteAllText(_folder.File("taken"), "text");
        Assert.Contains("can't be made", Assert.Throws<SqliteStoreException>(() => AiInfraStore.Open(_folder.File("taken/store"))).Message);
    }

    [Fact]
    public void Open_FolderThatNobodyMayWrite_SaysSo()
    {
        Assert.SkipUnless(Directory.Exists("/sys/kernel"), "Needs a folder that nobody may write, as /sys of Linux is.");
        Assert.Contains("can't be made", Assert.Throws<SqliteStoreException>(() => AiInfraStore.Open("/sys/kernel/aiinfra")).Message);
    }

    [Fact]
    public void OpenCatalog_NoSqliteFile_SaysSo()
    {
        File.WriteAllText(_folder.File("catalog.db"), new string('x', 5000));
        Assert.Contains("is not an AiInfra store", Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(_folder.File("catalog.db"))).Message);
    }

    [Fact]
    public void OpenCatalog_SqliteFileOfSomethingElse_SaysSo()
    {
        using (var other = new SqliteConnection($"Data Source={_folder.File("catalog.db")};Pooling=False"))
        {
            other.Open();
            using SqliteCommand command = other.CreateCommand();
            command.CommandText = "CREATE TABLE songs (title TEXT)";
            command.ExecuteNonQuery();
        }

        Assert.Contains("of something else", Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(_folder.File("catalog.db"))).Message);
    }

    [Fact]
    public async Task StoreIn_RegistersOneStoreForAll()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(_folder.File("store")));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Same(provider.GetRequiredService<AiInfraStore>().Catalog, provider.GetRequiredService<ICatalog>());
        Assert.Same(provider.GetRequiredService<AiInfraStore>().Artifacts, provider.GetRequiredService<IArtifactStore>());
        Assert.NotNull(provider.GetRequiredService<ArtifactCollector>());
        await provider.GetRequiredService<ICatalog>().Runs.StartAsync(new RunStart("e", "k"));
    }

    [Fact]
    public async Task Dispose_ThenUse_Throws()
    {
        var catalog = new SqliteCatalog(_folder.File("catalog.db"));
        catalog.Dispose();
        catalog.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => catalog.Runs.FindAsync("r"));
    }
}
