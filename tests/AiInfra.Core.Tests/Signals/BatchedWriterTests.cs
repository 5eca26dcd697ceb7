using AiInfra.Core.Signals;

namespace AiInfra.Core.Tests.Signals;

public sealed class BatchedWriterTests
{
    [Fact]
    public async Task Write_Throws_CountsItsBatchAndGoesOn()
    {
        var written = new List<int>();
        await using var writer = new BatchedWriter<int>("test", 10, 1, WhenFull.Wait, batch => batch[0] == 1 ? throw new InvalidOperationException("bad") : Keep(written, batch));
        writer.Add(1);
        writer.Add(2);
        await writer.FlushAsync();
        Assert.Equal([2], written);
        Assert.Equal(1, writer.Dropped);
    }

    [Fact]
    public async Task Dispose_WritesTheRestInOrder_ThenDropsAndCounts()
    {
        var written = new List<int>();
        var writer = new BatchedWriter<int>("test", 1000, 7, WhenFull.Drop, batch => Keep(written, batch));
        for (int i = 0; i < 500; i++)
        {
            Assert.True(writer.Add(i));
        }

        await writer.DisposeAsync();
        await writer.DisposeAsync();
        Assert.Equal(Enumerable.Range(0, 500), written);
        Assert.False(writer.Add(1));
        Assert.False(writer.TryAdd(1));
        Assert.False(await writer.AddAsync(1));
        Assert.Equal(1, writer.Dropped);
    }

    [Fact]
    public async Task Full_EachWayOfAdding_DoesAsItSays()
    {
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var written = new List<int>();
        var writer = new BatchedWriter<int>("test", 2, 1, WhenFull.Drop, async batch =>
        {
            begun.TrySetResult();
            await gate.Task;
            written.AddRange(batch);
        });

        // One in hand, two waiting: full.
        writer.Add(0);
        await begun.Task;
        Assert.True(writer.TryAdd(1));
        Assert.True(await writer.AddAsync(2));
        Assert.False(writer.TryAdd(3));
        Assert.Equal(0, writer.Dropped);
        Assert.False(writer.Add(4));
        Assert.Equal(1, writer.Dropped);
        ValueTask<bool> waits = writer.AddAsync(-1);
        using var cancel = new CancellationTokenSource();
        Task<bool> cancelled = writer.AddAsync(-2, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waits.IsCompleted);
        gate.SetResult();
        Assert.True(await waits);
        await writer.DisposeAsync();
        Assert.Equal([0, 1, 2, -1], written);
        Assert.Equal(1, writer.Dropped);
    }

    [Fact]
    public async Task Add_WhenFullWait_LosesNothingOfManyThreads()
    {
        var written = new List<int>();
        await using (var writer = new BatchedWriter<int>("test", 4, 3, WhenFull.Wait, batch => Keep(written, batch)))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() =>
            {
                for (int i = 0; i < 500; i++)
                {
                    writer.Add((t * 500) + i);
                }
            })));
        }

        Assert.Equal(Enumerable.Range(0, 2000), written.Order());
    }

    private static Task Keep(List<int> written, IReadOnlyList<int> batch)
    {
        written.AddRange(batch);
        return Task.CompletedTask;
    }
}
