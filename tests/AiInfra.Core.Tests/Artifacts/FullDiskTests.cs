using AiInfra.Core.Artifacts;
using AiInfra.Disks;

namespace AiInfra.Core.Tests.Artifacts;

/// <summary>On a real, small disk: full, and then read-only.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Put_DiskFull_SaysSoLeavesNothingAndGoesOnAfterwards()
    {
        using SmallDisk disk = SmallDisk.Mount(1024);
        using var store = new FileArtifactStore(disk.File("artifacts"));
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
        using SmallDisk disk = SmallDisk.Mount(1024);
        ArtifactDigest digest;
        using (var store = new FileArtifactStore(disk.File("artifacts")))
        {
            digest = await store.PutBytesAsync("x"u8.ToArray());
        }

        disk.MakeReadOnly();
        using var reader = new FileArtifactStore(disk.File("artifacts"));
        Assert.Equal("x"u8.ToArray(), await reader.ReadBytesAsync(digest));
        var e = await Assert.ThrowsAsync<ArtifactStoreException>(() => reader.PutBytesAsync("y"u8.ToArray()));
        Assert.Contains("read-only", e.Message);
    }
}
