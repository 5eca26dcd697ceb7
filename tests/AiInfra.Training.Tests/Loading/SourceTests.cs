using System.Runtime.CompilerServices;
using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Loading;

/// <summary>Sources of items and streams: the same position gives the same batch, whoever reads and however many.</summary>
public sealed class SourceTests
{
    private static Batch Numbers(IReadOnlyList<long> items) => new(tensor(items.ToArray()));

    private static async Task<List<string>> ReadAsync(IBatchSource source, long epoch = 0, long first = 0)
    {
        var read = new List<string>();
        await foreach (Batch batch in source.ReadAsync(epoch, first))
        {
            read.Add($"{string.Join(' ', batch.Input.data<long>().ToArray())} of {string.Join(' ', batch.RowIds!)}");
            batch.Dispose();
        }

        return read;
    }

    private static ItemSource<long> Items(int workers, Action<ItemKey>? seen = null) => new(
        Samplers.Shuffled(103, 5),
        async (item, token) =>
        {
            seen?.Invoke(item);
            await Task.Delay((int)(item.Seed & 3), token); // the later is often done first
            return unchecked((item.Row * 1000) + (item.Seed % 1000));
        },
        Numbers,
        new ItemSourceOptions { BatchSize = 10, Workers = workers, Ahead = Math.Max(1, 2 * workers), Seed = 9 });

    [Fact]
    public async Task ItemSource_WithAnyNumberOfWorkers_GivesTheSameBatchesInTheSameOrder()
    {
        List<string> alone = await ReadAsync(Items(0), epoch: 2);
        Assert.Equal(11, alone.Count);
        Assert.Equal(Items(0).BatchesInEpoch, alone.Count);
        foreach (int workers in (int[])[1, 3, 8])
        {
            Assert.Equal(alone, await ReadAsync(Items(workers), epoch: 2));
        }

        Assert.Equal(alone.Skip(7), await ReadAsync(Items(3), epoch: 2, first: 7));
        Assert.NotEqual(alone, await ReadAsync(Items(3), epoch: 3));
    }

    [Fact]
    public async Task ItemSource_WhenAnItemFails_FailsAtItsBatchAndStops()
    {
        var source = new ItemSource<long>(Samplers.Sequential(1000), (item, _) => item.Row == 35 ? throw new InvalidDataException("item 35") : ValueTask.FromResult(item.Row), Numbers, new ItemSourceOptions { BatchSize = 10, Workers = 3 });
        int read = 0;
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (Batch batch in source.ReadAsync(0, 0))
            {
                read++;
                batch.Dispose();
            }
        });
        Assert.Equal(("item 35", 3), (error.Message, read));
    }

    [Fact]
    public async Task ItemSource_LeftEarly_LoadsNoMoreThanItReadsAhead()
    {
        int loaded = 0;
        await foreach (Batch batch in Items(2, _ => Interlocked.Increment(ref loaded)).ReadAsync(0, 0))
        {
            batch.Dispose();
            break;
        }

        int then = loaded;
        await Task.Delay(50);
        Assert.Equal(then, loaded);
        Assert.InRange(loaded, 10, 60);
    }

    [Fact]
    public async Task Prefetch_ChangesNothingButTheThread()
    {
        IBatchSource source = Items(0);
        Assert.Equal(await ReadAsync(source, 1, 4), await ReadAsync(source.Prefetch(3), 1, 4));
        Assert.Equal(11, source.Prefetch().BatchesInEpoch);
    }

    [Fact]
    public async Task Prefetch_OfASourceThatFails_PassesTheErrorOnBehindItsBatches()
    {
        var source = new ItemSource<long>(Samplers.Sequential(100), (item, _) => item.Row == 35 ? throw new InvalidDataException("item 35") : ValueTask.FromResult(item.Row), Numbers, new ItemSourceOptions { BatchSize = 10, Workers = 0 });
        int read = 0;
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (Batch batch in source.Prefetch(8).ReadAsync(0, 0))
            {
                read++;
                batch.Dispose();
            }
        });
        Assert.Equal(3, read);
    }

    [Fact]
    public async Task Prefetch_LeftEarly_ReadsOnlyWhatMayWait()
    {
        int loaded = 0;
        var source = new ItemSource<long>(Samplers.Sequential(10_000), (item, _) => { loaded++; return ValueTask.FromResult(item.Row); }, Numbers, new ItemSourceOptions { BatchSize = 10, Workers = 0 });
        await foreach (Batch batch in source.Prefetch(2).ReadAsync(0, 0))
        {
            batch.Dispose();
            break;
        }

        Assert.InRange(loaded, 10, 60);
    }

    private static async IAsyncEnumerable<long> Stream(long epoch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.Yield();
        for (long i = 0; i < 105; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return i;
        }
    }

    [Fact]
    public async Task StreamOf_Shuffled_HasEachItemOnceAndMovesNoneBeyondItsWindow()
    {
        StreamSource source = StreamSource.Of(Stream, 10, Numbers, shuffleSeed: 4, window: 40);
        List<string> read = await ReadAsync(source);
        Assert.Equal(11, read.Count);
        long[] items = [.. read.SelectMany(r => r.Split(" of ")[0].Split(' ')).Select(long.Parse)];
        Assert.Equal(Enumerable.Range(0, 105).Select(i => (long)i), items.Order());
        Assert.All(items.Index(), i => Assert.Equal(i.Index / 40, i.Item / 40));
        Assert.NotEqual(items.Order(), items);
        Assert.All(read, r => Assert.Equal(r.Split(" of ")[0], r.Split(" of ")[1]));
        Assert.Equal(read.Skip(6), await ReadAsync(source, first: 6));
        Assert.NotEqual(read, await ReadAsync(source, epoch: 1));
    }

    [Fact]
    public async Task TensorSource_WithASampler_ReadsTheRowsItChooses()
    {
        using var source = new TensorSource(arange(100, ScalarType.Int64), arange(100, ScalarType.Int64) * 2, 8, Samplers.Weighted([.. Enumerable.Range(0, 100).Select(i => i >= 90 ? 1.0 : 0)], 3, rowsInEpoch: 40));
        List<string> read = await ReadAsync(source);
        Assert.Equal((5, 5L), (read.Count, source.BatchesInEpoch));
        Assert.All(read.SelectMany(r => r.Split(" of ")[0].Split(' ')), n => Assert.InRange(long.Parse(n), 90, 99));
        Assert.Equal(read.Skip(3), await ReadAsync(source, first: 3));
    }

    [Fact]
    public async Task TokenSource_GivesStretchesAndWhatFollowsThem()
    {
        using var source = new TokenSource(arange(1000, ScalarType.Int32), 64, 4, shuffleSeed: 2);
        Assert.Equal((15L, 4L), (source.Stretches, source.BatchesInEpoch));
        var rows = new List<long>();
        await foreach (Batch batch in source.ReadAsync(0, 0))
        {
            Assert.Equal((batch.Input + 1).data<long>().ToArray(), batch.Target!.data<long>().ToArray());
            Assert.Equal(batch.RowIds!.Select(r => r * 64), batch.Input.select(1, 0).contiguous().data<long>().ToArray());
            rows.AddRange(batch.RowIds!);
            batch.Dispose();
        }

        Assert.Equal(Enumerable.Range(0, 15).Select(i => (long)i), rows.Order());
        Assert.Throws<ArgumentException>(() => new TokenSource(arange(64, ScalarType.Int64), 64, 1));
    }
}
