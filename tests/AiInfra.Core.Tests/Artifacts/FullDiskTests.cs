using System.Diagnostics;
using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Tests.Artifacts;

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
    public async Task Put_DiskFull_SaysSoLeavesNothingAndGoesOnAfterwards()
    {
        Mount();
        using var store = new FileArtifactStore(_folder.File("artifacts"));
        ArtifactDigest kept = await store.PutBytesAsync(new byte[100_000]);
        var e = await Assert.ThrowsAsync<ArtifactStoreException>(() => store.PutBytesAsync(new byte[2_000_000]));
        Assert.Contains("no space left", e.Message);
        Assert.Contains(store.Root, e.Message);
        Assert.Single(Directory.GetFiles(store.Root, "*", SearchOption.AllDirectories), f => new FileInfo(f).Length > 0);
        await Assert.ThrowsAsync<ArtifactStoreException>(() => store.PutManyBytesAsync(Enumerable.Range(0, 400).Select(i => (ReadOnlyMemory<byte>)new byte[4000 + i])));
        Assert.Single(Directory.GetFiles(store.Root, "*", SearchOption.AllDirectories), f => new FileInfo(f).Length > 0);
        await store.PutBytesAsync(new byte[200_000]);
        Assert.Equal(100_000, (await store.ReadBytesAsync(kept)).Length);
    }

    [Fact]
    public async Task Store_OnAReadOnlyDisk_ReadsAndRefusesPuts()
    {
        Mount();
        ArtifactDigest digest;
        using (var store = new FileArtifactStore(_folder.File("artifacts")))
        {
            digest = await store.PutBytesAsync("x"u8.ToArray());
        }

        Run("mount", "-o", "remount,ro", _folder.Path);
        using var reader = new FileArtifactStore(_folder.File("artifacts"));
        Assert.Equal("x"u8.ToArray(), await reader.ReadBytesAsync(digest));
        var e = await Assert.ThrowsAsync<ArtifactStoreException>(() => reader.PutBytesAsync("y"u8.ToArray()));
        Assert.Contains("read-only", e.Message);
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
        _mounted = Run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", _folder.Path) == 0;
        Assert.SkipUnless(_mounted, "This machine doesn't allow mounts.");
    }
}
