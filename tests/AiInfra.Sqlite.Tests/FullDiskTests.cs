using AiInfra.Core.Catalog;
using AiInfra.Disks;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Tests;

/// <summary>On a real, small disk: full, and then read-only.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Write_DiskFull_SaysSoKeepsWhatWasThereAndGoesOnAfterwards()
    {
        using SmallDisk disk = SmallDisk.Mount(2048);
        using var catalog = new SqliteCatalog(disk.File("catalog.db"));
        await catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await File.WriteAllBytesAsync(disk.File("ballast"), new byte[300_000]);
        CatalogEvent huge = new("k", "s", DateTimeOffset.UnixEpoch, new string('x', 2_000_000));
        var e = await Assert.ThrowsAsync<SqliteStoreException>(() => catalog.Events.AddAsync([huge]));
        Assert.Contains(catalog.Path, e.Message);
        Assert.NotNull(await catalog.Runs.FindAsync("r"));
        Assert.Empty(await catalog.Events.ListAsync(new EventQuery()));
        File.Delete(disk.File("ballast"));
        await catalog.Events.AddAsync([huge with { Message = "small" }]);
    }

    [Fact]
    public void Open_OnAReadOnlyDisk_SaysSo()
    {
        using SmallDisk disk = SmallDisk.Mount(2048);
        disk.MakeReadOnly();
        var e = Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(disk.File("catalog.db")));
        Assert.Contains(disk.File("catalog.db"), e.Message);
    }
}
