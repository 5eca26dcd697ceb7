using AiInfra.Core.Artifacts;
using AiInfra.Support;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Core.Tests.Artifacts;

public sealed class ArtifactCollectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FileArtifactStore _store;
    private readonly Roots _catalog = new();

    public ArtifactCollectorTests() => _store = new FileArtifactStore(_folder.Path, _time);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private ArtifactCollector Collector => new(_store, [_catalog], _time);

    [Fact]
    public async Task Collect_OldAndUnreferenced_Goes()
    {
        ArtifactDigest referenced = await _store.PutBytesAsync(new byte[10]);
        ArtifactDigest extra = await _store.PutBytesAsync(new byte[20]);
        ArtifactDigest garbage = await _store.PutBytesAsync(new byte[30]);
        _time.Advance(TimeSpan.FromDays(2));
        ArtifactDigest young = await _store.PutBytesAsync(new byte[40]);
        _catalog.Digests.Add(referenced);
        var other = new Roots { Digests = { extra } };
        ArtifactCollection report = await new ArtifactCollector(_store, [_catalog, other], _time).CollectAsync();
        Assert.Equal((2, 1, 30L, 70L), (report.Referenced, report.Spared, report.RemovedBytes, report.KeptBytes));
        Assert.Equal(garbage, Assert.Single(report.Removed).Digest);
        Assert.False(await _store.ContainsAsync(garbage));
        Assert.True(await _store.ContainsAsync(referenced) && await _store.ContainsAsync(extra) && await _store.ContainsAsync(young));
    }

    [Fact]
    public async Task Collect_PutAgainByAWriterWhoseClockIsBehind_StaysYoung()
    {
        ArtifactDigest digest = await _store.PutBytesAsync(new byte[30]);
        using var behind = new FileArtifactStore(_folder.Path, new FakeTimeProvider(_time.GetUtcNow() - TimeSpan.FromDays(3)));
        await behind.PutBytesAsync(new byte[30]);
        Assert.Empty((await Collector.CollectAsync()).Removed);
        Assert.True(await _store.ContainsAsync(digest));
    }

    [Fact]
    public async Task Collect_RootsThatThrowHalfWay_DeletesNothingAndNamesThem()
    {
        await _store.PutBytesAsync(new byte[30]);
        _time.Advance(TimeSpan.FromDays(2));
        _catalog.WhileMarking = () => throw new TimeoutException("no answer");
        var e = await Assert.ThrowsAsync<ArtifactRootsException>(() => new ArtifactCollector(_store, [new Roots(), _catalog], _time).CollectAsync());
        Assert.Contains(typeof(Roots).FullName!, e.Message, StringComparison.Ordinal);
        Assert.Contains("no answer", e.Message, StringComparison.Ordinal);
        Assert.Single(await _store.ListAsync().ToListAsync());
    }

    [Fact]
    public void Create_WithoutRoots_IsRefused() =>
        Assert.Contains("every one would go", Assert.Throws<ArgumentException>(() => new ArtifactCollector(_store, [])).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Collect_DryRun_ReportsAndDeletesNothing()
    {
        ArtifactDigest garbage = await _store.PutBytesAsync(new byte[30]);
        _time.Advance(TimeSpan.FromDays(2));
        ArtifactCollection report = await Collector.CollectAsync(new ArtifactCollectorOptions { DryRun = true });
        Assert.Equal((true, garbage), (report.DryRun, Assert.Single(report.Removed).Digest));
        Assert.True(await _store.ContainsAsync(garbage));
    }

    [Fact]
    public async Task Collect_PutAgainWhileMarking_StaysThere()
    {
        ArtifactDigest digest = await _store.PutBytesAsync(new byte[30]);
        _time.Advance(TimeSpan.FromDays(2));
        _catalog.WhileMarking = () => _store.PutBytesAsync(new byte[30]);
        ArtifactCollection report = await Collector.CollectAsync();
        Assert.Empty(report.Removed);
        Assert.Equal(1, report.Spared);
        Assert.True(await _store.ContainsAsync(digest));
    }

    [Fact]
    public async Task Collect_ReferencedButLost_IsReported()
    {
        ArtifactDigest lost = ArtifactDigest.Of("lost"u8);
        _catalog.Digests.Add(lost);
        Assert.Equal([lost], (await Collector.CollectAsync()).Missing);
    }

    [Fact]
    public async Task Collect_AWriterDied_RemovesItsLeftovers()
    {
        await _store.PutBytesAsync(new byte[10]);
        string dead = Path.Combine(_store.Root, "incoming", "dead");
        Directory.CreateDirectory(dead);
        await File.WriteAllTextAsync(Path.Combine(dead, "1"), "half");
        await File.WriteAllTextAsync(dead + ".lock", "");
        Assert.Equal(0, (await Collector.CollectAsync(new ArtifactCollectorOptions { DryRun = true })).DeadWriters);
        Assert.Equal(1, (await Collector.CollectAsync()).DeadWriters);
        Assert.False(Directory.Exists(dead));
        await _store.PutBytesAsync(new byte[11]);
    }

    [Fact]
    public async Task Collect_BesideWriters_NeverTakesWhatAPutReturned()
    {
        byte[][] contents = [.. Enumerable.Range(0, 40).Select(i => BitConverter.GetBytes(i))];
        using var stop = new CancellationTokenSource();
        Task collecting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Collector.CollectAsync(new ArtifactCollectorOptions { Grace = TimeSpan.FromSeconds(1) });
            }
        });
        for (int round = 0; round < 15; round++)
        {
            foreach (ArtifactDigest digest in await _store.PutManyBytesAsync(contents.Select(c => (ReadOnlyMemory<byte>)c)))
            {
                Assert.True(await _store.ContainsAsync(digest));
            }

            _time.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        await stop.CancelAsync();
        await collecting;
    }

    private sealed class Roots : IArtifactRoots
    {
        public List<ArtifactDigest> Digests { get; } = [];

        public Func<Task> WhileMarking { get; set; } = () => Task.CompletedTask;

        public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            foreach (ArtifactDigest digest in Digests)
            {
                yield return digest;
            }

            await WhileMarking();
        }
    }
}
