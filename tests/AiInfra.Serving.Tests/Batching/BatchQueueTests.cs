using AiInfra.Serving.Batching;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>The queue against a plain list that does what the documentation says.</summary>
public sealed class BatchQueueTests : IDisposable
{
    private readonly GatedModel _model = new();

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(2, true, false)]
    [InlineData(3, false, true)]
    [InlineData(4, true, true)]
    public async Task AddRemoveTake_AtRandom_AgreesWithAList(int seed, bool severalRows, bool deadlines)
    {
        await using var batcher = new Batcher(_model.Model);
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        var random = new Random(seed);
        var queue = new BatchQueue();
        var list = new List<BatchItem>();
        for (int now = 0; now < 20_000; now++)
        {
            switch (random.Next(10))
            {
                case < 6:
                    var item = new BatchItem<double[], double[]>(lane);
                    item.Begin([1], severalRows ? random.Next(1, 4) : 1, (BatchPriority)random.Next(3));
                    item.Since = now;
                    item.Deadline = deadlines && random.Next(4) == 0 ? now + random.Next(200) : long.MaxValue;
                    queue.Add(item);
                    list.Add(item);
                    break;
                case < 9 when list.Count > 0:
                    BatchItem gone = list[random.Next(list.Count)];
                    Assert.True(queue.Holds(gone));
                    queue.Remove(gone);
                    Assert.False(queue.Holds(gone));
                    list.Remove(gone);
                    break;
                default:
                    Compare(queue, list, random.Next(1, 12), now);
                    break;
            }

            Assert.Equal(list.Sum(i => i.Rows), queue.Rows);
            Assert.Equal(list.Count == 0, queue.IsEmpty);
            Assert.Equal(list.Count == 0 ? long.MaxValue : list.Min(i => i.Since), queue.OldestSince);
        }
    }

    private static void Compare(BatchQueue queue, List<BatchItem> list, int most, int now)
    {
        var batch = new BatchItems();
        var expired = new List<BatchItem>();
        int rows = queue.Take(most, now, batch, expired);
        int expectedRows = 0;
        var expected = new List<BatchItem>();
        var late = new List<BatchItem>();
        foreach (BatchItem item in list.OrderBy(i => i.Priority).ThenBy(i => i.Since))
        {
            if (expectedRows < most && item.Deadline <= now)
            {
                late.Add(item);
            }
            else if (expectedRows + item.Rows <= most && item.Deadline > now)
            {
                expected.Add(item);
                expectedRows += item.Rows;
            }
        }

        list.RemoveAll(i => expected.Contains(i) || late.Contains(i));
        Assert.Equal(expectedRows, rows);
        Assert.Equal(expected, Enumerable.Range(0, batch.Count).Select(i => batch[i]));
        Assert.Equal(late, expired);
        Assert.All(expected, i => Assert.False(queue.Holds(i)));
    }
}
