using AiInfra.Laws;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using CsCheck;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>Whatever the options and the callers do: everybody gets his own answer or a reason, and the counts add up.</summary>
public sealed class BatcherLaws
{
    private static readonly Gen<BatchOptions> Options = Gen.Select(Gen.Int[1, 20], Gen.Int[0, 2], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Bool, Gen.Int[20, 200]).Select(
        (size, delay, instances, most, hold, queue) => new BatchOptions { MaxSize = size + 5, MaxDelay = TimeSpan.FromMilliseconds(delay), Instances = instances, MaxInstances = most, HoldWhenIdle = hold, MaxQueuedRows = queue });

    [Fact]
    public async Task RunAsync_ManyCallersWhoCancelAndFail_NothingIsLostAndCountsAddUp()
    {
        foreach (((BatchOptions options, int seed), _) in Gen.Select(Options, Gen.Int[1, 1_000_000]).Drawn(60))
        {
            using var model = new GatedModel(factor: 3);
            int[] kinds = new int[6];
            var batcher = new Batcher(model.Model, options);
            BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
            await Task.WhenAll(Enumerable.Range(0, 16).Select(c => Task.Run(() => CallerAsync(lane, new Random(seed + c), kinds))));
            await batcher.DisposeAsync();
            BatchStatistics counts = batcher.Statistics;
            Assert.Equal(
                [counts.Answered, counts.Failed, counts.Rejected, counts.Cancelled, counts.Expired, 0, 16 * 60, 0, 0],
                [.. kinds.Select(k => (long)k), kinds.Sum(), counts.Queued, counts.Running]);
        }
    }

    /// <summary>kinds: answered, failed, rejected, cancelled, expired, wrong.</summary>
    private static async Task CallerAsync(BatchLane<double[], double[]> lane, Random random, int[] kinds)
    {
        for (int i = 0; i < 60; i++)
        {
            double[] request = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => (double)random.Next(1000))];
            bool poison = random.Next(20) == 0;
            if (poison)
            {
                request[^1] = random.Next(2) == 0 ? -1 : double.NaN;
            }

            using var cancel = new CancellationTokenSource();
            ValueTask<double[]> task = lane.RunAsync(request, (BatchPriority)random.Next(3), random.Next(8) == 0 ? TimeSpan.FromMilliseconds(random.Next(3)) : null, random.Next(3) == 0 ? cancel.Token : default);
            if (random.Next(3) == 0)
            {
                await cancel.CancelAsync();
            }

            Interlocked.Increment(ref kinds[await OutcomeAsync(task, request, poison)]);
        }
    }

    private static async Task<int> OutcomeAsync(ValueTask<double[]> task, double[] request, bool poison)
    {
        try
        {
            double[] result = await task;
            return !poison && result.SequenceEqual(request.Select(x => 3 * x)) ? 0 : 5;
        }
        catch (Exception e) when (e is InferenceException or InferenceRequestException)
        {
            return poison ? 1 : 5;
        }
        catch (QueueFullException)
        {
            return 2;
        }
        catch (OperationCanceledException)
        {
            return 3;
        }
        catch (RequestTimeoutException)
        {
            return 4;
        }
    }
}
