using AiInfra.Serving.Batching;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>What one caller does wrong harms no other.</summary>
public sealed class BatcherMisuseTests : IDisposable
{
    private readonly GatedModel _model = new();

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task RunAsync_AwaitedTwice_ThrowsAndLeavesTheNextCallersAnswerAlone()
    {
        await using var batcher = new Batcher(_model.Model);
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        ValueTask<double[]> careless = lane.RunAsync([1]);
        await careless;
        _model.Close();
        ValueTask<double[]> next = lane.RunAsync([2]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await careless);
        _model.Open();
        Assert.Equal(2.0, Assert.Single(await next));
    }

    [Fact]
    public async Task RunAsync_ResultTakenTooEarly_ThrowsAndTheAnswerStillComes()
    {
        await using var batcher = new Batcher(_model.Model);
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        _model.Close();
        ValueTask<double[]> hasty = lane.RunAsync([1]);
        Assert.Throws<InvalidOperationException>(() => hasty.GetAwaiter().GetResult());
        ValueTask<double[]> next = lane.RunAsync([2]);
        _model.Open();
        Assert.Equal((1.0, 2.0), ((await hasty)[0], (await next)[0]));
    }

    [Fact]
    public async Task RunAsync_InfiniteTimeout_WaitsAsLongAsItTakes()
    {
        await using var batcher = new Batcher(_model.Model, new BatchOptions { MaxInstances = 1 });
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        _model.Close();
        ValueTask<double[]> first = lane.RunAsync([1]);
        await _model.WaitInsideAsync();
        ValueTask<double[]> patient = lane.RunAsync([2], timeout: Timeout.InfiniteTimeSpan);
        await Task.Delay(20);
        _model.Open();
        Assert.Equal((1.0, 2.0), ((await first)[0], (await patient)[0]));
    }
}
