using AiInfra.Core.Artifacts;
using AiInfra.Laws;
using AiInfra.Support;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Core.Tests.Artifacts;

public sealed class FileArtifactStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FileArtifactStore _store;

    public FileArtifactStoreTests() => _store = new FileArtifactStore(_folder.File("artifacts"), _time);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string[] Staged() => Directory.GetFiles(Path.Combine(_store.Root, "incoming"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).ToArray();

    private async Task<List<ArtifactInfo>> ListAsync()
    {
        var list = new List<ArtifactInfo>();
        await foreach (ArtifactInfo info in _store.ListAsync())
        {
            list.Add(info);
        }

        return list;
    }

    private static void Damage(string path, Action<FileStream> how)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        how(file);
    }

    [Fact]
    public void Put_AnyContent_ComesBackUnderItsDigest() => Gen.Byte.Array[0, 300_000].ForAll(
        content =>
        {
            ArtifactDigest digest = _store.PutBytesAsync(content).GetAwaiter().GetResult();
            return digest == ArtifactDigest.Of(content) && _store.ReadBytesAsync(digest).GetAwaiter().GetResult().AsSpan().SequenceEqual(content);
        },
        count: 30);

    [Fact]
    public async Task Put_ManyWritersOfTheSameContent_AreAllRight()
    {
        byte[] content = new byte[200_000];
        ArtifactDigest[] digests = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => _store.PutBytesAsync(content))));
        Assert.All(digests, d => Assert.Equal(ArtifactDigest.Of(content), d));
        Assert.Single(await ListAsync());
        Assert.Empty(Staged());
    }

    [Fact]
    public async Task Put_Again_RenewsItsTime()
    {
        await _store.PutBytesAsync("x"u8.ToArray());
        _time.Advance(TimeSpan.FromDays(3));
        await _store.PutBytesAsync("x"u8.ToArray());
        Assert.Equal(_time.GetUtcNow(), Assert.Single(await ListAsync()).StoredAt);
    }

    [Fact]
    public async Task Put_SourceFails_LeavesNothing()
    {
        using var source = new FailingStream(200_000);
        await Assert.ThrowsAsync<InvalidDataException>(() => _store.PutAsync(source));
        Assert.Empty(await ListAsync());
        Assert.Empty(Staged());
    }

    [Fact]
    public async Task Put_OverADamagedFile_RepairsIt()
    {
        ArtifactDigest digest = await _store.PutBytesAsync("precious"u8.ToArray());
        Damage(await _store.GetFileAsync(digest), f => f.WriteByte((byte)'?'));
        await Assert.ThrowsAsync<ArtifactDamagedException>(() => _store.GetFileAsync(digest));
        await _store.PutBytesAsync("precious"u8.ToArray());
        Assert.Equal("precious"u8.ToArray(), await _store.ReadBytesAsync(digest));
    }

    [Theory]
    [InlineData("change")]
    [InlineData("truncate")]
    [InlineData("extend")]
    [InlineData("empty")]
    public async Task Read_DamagedFile_ThrowsAndNamesTheFile(string damage)
    {
        byte[] content = [.. Enumerable.Range(0, 5000).Select(i => (byte)i)];
        ArtifactDigest digest = await _store.PutBytesAsync(content);
        string path = await _store.GetFileAsync(digest);
        Damage(path, f =>
        {
            if (damage == "change")
            {
                f.Position = 4999;
                f.WriteByte(0);
            }
            else
            {
                f.SetLength(damage switch { "truncate" => 4000, "extend" => 5001, _ => 0 });
            }
        });
        var e = await Assert.ThrowsAsync<ArtifactDamagedException>(() => _store.ReadBytesAsync(digest));
        Assert.Contains(path, e.Message);
        Assert.Equal(digest, e.Expected);
        await Assert.ThrowsAsync<ArtifactDamagedException>(() => _store.GetFileAsync(digest));
    }

    [Fact]
    public async Task Read_ExactlyItsLength_IsVerifiedToo()
    {
        ArtifactDigest digest = await _store.PutBytesAsync(new byte[100]);
        Damage(await _store.GetFileAsync(digest), f => f.WriteByte(1));
        using Stream stream = await _store.OpenAsync(digest);
        await Assert.ThrowsAsync<ArtifactDamagedException>(async () => await stream.ReadExactlyAsync(new byte[100]));
    }

    [Fact]
    public async Task Open_Unknown_IsNotFound()
    {
        ArtifactDigest digest = ArtifactDigest.Of("nowhere"u8);
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => _store.OpenAsync(digest));
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => _store.GetFileAsync(digest));
        Assert.False(await _store.ContainsAsync(digest));
        Assert.False(await _store.DeleteAsync(digest));
    }

    [Fact]
    public async Task Opening_ForReadingOnly_TouchesNothing()
    {
        Assert.Empty(await ListAsync());
        Assert.False(Directory.Exists(_store.Root));
    }

    [Fact]
    public async Task PutMany_MoreThanAGroup_GivesDigestsInOrder()
    {
        byte[][] contents = [.. Enumerable.Range(0, 1100).Select(i => BitConverter.GetBytes(i % 1000))];
        IReadOnlyList<ArtifactDigest> digests = await _store.PutManyBytesAsync(contents.Select(c => (ReadOnlyMemory<byte>)c));
        Assert.Equal(contents.Select(c => ArtifactDigest.Of(c)), digests);
        Assert.Equal(1000, (await ListAsync()).Count);
        Assert.Empty(Staged());
    }

    [Fact]
    public async Task PutMany_OneSourceFails_LeavesNothingHalfWritten()
    {
        IEnumerable<Stream> sources = [new MemoryStream(new byte[10]), new FailingStream(100), new MemoryStream(new byte[11])];
        await Assert.ThrowsAsync<InvalidDataException>(() => _store.PutManyAsync(sources));
        Assert.Empty(Staged());
    }

    [Fact]
    public async Task PutFiles_FromDisk_KeepsThem()
    {
        await File.WriteAllTextAsync(_folder.File("a.txt"), "a");
        await File.WriteAllTextAsync(_folder.File("b.txt"), "b");
        Assert.Equal([ArtifactDigest.Of("a"u8), ArtifactDigest.Of("b"u8)], await _store.PutFilesAsync([_folder.File("a.txt"), _folder.File("b.txt")]));
        Assert.Equal(ArtifactDigest.Of("a"u8), await _store.PutFileAsync(_folder.File("a.txt")));
    }

    [Fact]
    public async Task DeleteIfOlder_PutSince_StaysThere()
    {
        ArtifactDigest digest = await _store.PutBytesAsync("x"u8.ToArray());
        Assert.False(await _store.DeleteIfOlderAsync(digest, _time.GetUtcNow()));
        Assert.True(await _store.DeleteIfOlderAsync(digest, _time.GetUtcNow().AddTicks(1)));
        Assert.False(await _store.ContainsAsync(digest));
    }

    [Fact]
    public async Task NextWriter_AfterAnotherDied_RemovesItsLeftovers()
    {
        await _store.PutBytesAsync("x"u8.ToArray());
        string incoming = Path.Combine(_store.Root, "incoming");
        string dead = Path.Combine(incoming, "dead");
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "1"), "half");
        await File.WriteAllTextAsync(dead + ".lock", "");
        using var next = new FileArtifactStore(_store.Root);
        await next.PutBytesAsync("y"u8.ToArray());
        Assert.False(Directory.Exists(dead));
        Assert.False(File.Exists(dead + ".lock"));
        Assert.Equal(2, Directory.GetDirectories(incoming).Length);
    }

    [Fact]
    public async Task Put_WhereNobodyMayWrite_SaysWhere()
    {
        Assert.SkipUnless(Directory.Exists("/sys/kernel"), "Needs a folder that nobody may write, as /sys of Linux is.");
        using var store = new FileArtifactStore("/sys/kernel/aiinfra");
        var e = await Assert.ThrowsAsync<ArtifactStoreException>(() => store.PutBytesAsync(new byte[1]));
        Assert.Contains("/sys/kernel/aiinfra", e.Message);
    }

    [Fact]
    public async Task Disposed_Store_RefusesPutsAndRemovesItsFolder()
    {
        await _store.PutBytesAsync("x"u8.ToArray());
        _store.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_store.Root, "incoming")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => _store.PutBytesAsync("y"u8.ToArray()));
    }

    private sealed class FailingStream(int after) : MemoryStream(new byte[after])
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position == Length ? throw new InvalidDataException("the source broke") : base.ReadAsync(buffer, cancellationToken);
    }
}
