using System.Diagnostics;
using AiInfra.Core.Catalog;

namespace AiInfra.Sqlite.Tests;

/// <summary>On a real, small disk (a tmpfs): full, and then read-only.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private bool _mounted;

    public void Dispose()
    {
        if (_mounted)
        {
            Run("umount", _folder.Path);
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task Write_DiskFull_SaysSoKeepsWhatWasThereAndGoesOnAfterwards()
    {
        Mount();
        using var catalog = new SqliteCatalog(_folder.File("catalog.db"));
        await catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await File.WriteAllBytesAsync(_folder.File("ballast"), new byte[300_000]);
        CatalogEvent huge = new("k", "s", DateTimeOffset.UnixEpoch, new string('x', 2_000_000));
        var e = await Assert.ThrowsAsync<SqliteStoreException>(() => catalog.Events.AddAsync([huge]));
        Assert.Contains(catalog.Path, e.Message);
        Assert.NotNull(await catalog.Runs.FindAsync("r"));
        Assert.Empty(await catalog.Events.ListAsync(new EventQuery()));
        File.Delete(_folder.File("ballast"));
        await catalog.Events.AddAsync([huge with { Message = "small" }]);
    }

    [Fact]
    public void Open_OnAReadOnlyDisk_SaysSo()
    {
        Mount();
        Run("mount", "-o", "remount,ro", _folder.Path);
        var e = Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(_folder.File("catalog.db")));
        Assert.Contains(_folder.File("catalog.db"), e.Message);
    }

    private static int Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }

    private void Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Mounting a small disk needs root on Linux.");
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", _folder.Path) == 0;
        Assert.SkipUnless(_mounted, "This machine doesn't allow mounts.");
    }
}
