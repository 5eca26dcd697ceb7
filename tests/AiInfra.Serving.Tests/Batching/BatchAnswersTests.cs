using AiInfra.Serving.Batching;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>What callers do with their answers is their own affair.</summary>
public sealed class BatchAnswersTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly GatedModel _model = new(open: false);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task RunAsync_CallerBlocksUntilHisNeighboursAreAnswered_TheyAre()
    {
        await using var batcher = new Batcher(_model.Model, new BatchOptions { MaxInstances = 1 });
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        Task<double[]> first = lane.RunAsync([0]).AsTask();
        await _model.WaitInsideAsync();
        using var others = new CountdownEvent(3);
        Task<bool>[] callers = [BlockAsync(lane, others), .. Enumerable.Range(0, 3).Select(_ => CountAsync(lane, others))];
        _model.Open();
        Assert.All(await Task.WhenAll(callers), Assert.True);
        await first;
    }

    [Fact]
    public async Task RunAsync_CallerComputesAtLength_TheModelServesOthersMeanwhile()
    {
        _model.Open();
        await using var batcher = new Batcher(_model.Model, new BatchOptions { Instances = 1, MaxInstances = 1 });
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        using var served = new CountdownEvent(1);
        Task<bool> busy = BlockAsync(lane, served);
        double[] answer = await Task.Run(async () => await lane.RunAsync([7]));
        Assert.Equal([7.0], answer);
        served.Signal();
        Assert.True(await busy);
    }

    [Fact]
    public async Task RunAsync_CallerDisposesTheBatcherAndWaits_DoesNotWaitForHimself()
    {
        _model.Open();
        var batcher = new Batcher(_model.Model);
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        Task<bool> disposed = Task.Run(async () =>
        {
            await lane.RunAsync([1]).ConfigureAwait(false);
            return batcher.DisposeAsync().AsTask().Wait(s_patience);
        });
        Assert.True(await disposed);
    }

    [Fact]
    public async Task RunAsync_CallersAskAgainAtOnce_EachGetsHisOwnAnswers()
    {
        _model.Open();
        await using var batcher = new Batcher(_model.Model, new BatchOptions { MaxSize = 16 });
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        bool[] right = await Task.WhenAll(Enumerable.Range(0, 64).Select(c => Task.Run(async () =>
        {
            bool mine = true;
            for (int i = 0; i < 200; i++)
            {
                mine &= (await lane.RunAsync([(1000 * c) + i]).ConfigureAwait(false))[0] == (1000 * c) + i;
            }

            return mine;
        })));
        Assert.All(right, Assert.True);
        Assert.Equal(64 * 200, batcher.Statistics.Answered);
    }

    private static async Task<bool> BlockAsync(BatchLane<double[], double[]> lane, CountdownEvent until)
    {
        await lane.RunAsync([1]).ConfigureAwait(false);
        return until.Wait(s_patience);
    }

    private static async Task<bool> CountAsync(BatchLane<double[], double[]> lane, CountdownEvent counter)
    {
        await lane.RunAsync([2]).ConfigureAwait(false);
        counter.Signal();
        return true;
    }
}
