using AiInfra.Serving.Batching;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Serving.Tests.Batching;

public sealed class BatcherTests : IDisposable
{
    private readonly GatedModel _model = new(open: false);

    public void Dispose() => _model.Dispose();

    [Fact]
    public async Task RunAsync_ModelBusy_OthersGatherIntoOneBatch()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 16, MaxInstances = 1 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        tasks.AddRange(Enumerable.Range(1, 10).Select(i => lane.RunAsync([i]).AsTask()));
        _model.Open();
        Assert.Equal(Enumerable.Range(0, 11).Select(i => (double)i), (await Task.WhenAll(tasks)).Select(r => r[0]));
        Assert.Equal([1, 10], _model.Calls);
    }

    [Fact]
    public async Task RunAsync_MoreThanFits_LeavesInFullBatchesAndNeverSplitsARequest()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 4, MaxInstances = 1 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        tasks.AddRange(new[] { 3, 3, 1, 4 }.Select(n => lane.RunAsync([.. Enumerable.Range(0, n).Select(i => (double)i)]).AsTask()));
        _model.Open();
        await Task.WhenAll(tasks);
        Assert.Equal([1, 4, 3, 4], _model.Calls);
    }

    [Fact]
    public async Task RunAsync_FullBatchWhileOneRuns_TakesAnotherInstance()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 4, MaxInstances = 2, MaxDelay = TimeSpan.FromHours(1) }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        tasks.Add(lane.RunAsync([1, 2, 3]).AsTask());
        Assert.Equal(1, _model.Inside);
        tasks.Add(lane.RunAsync([4]).AsTask());
        await _model.WaitInsideAsync(2);
        _model.Open();
        await Task.WhenAll(tasks);
        Assert.Equal([1, 4], _model.Calls);
    }

    [Fact]
    public async Task RunAsync_OldestWaitedItsDelay_TakesAnotherInstance()
    {
        var time = new FakeTimeProvider();
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 4, MaxInstances = 2, MaxDelay = TimeSpan.FromMilliseconds(5) }, out BatchLane<double[], double[]> lane, time);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        tasks.Add(lane.RunAsync([1]).AsTask());
        time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.Equal(1, batcher.Statistics.Running);
        time.Advance(TimeSpan.FromMilliseconds(1));
        await _model.WaitInsideAsync(2);
        _model.Open();
        await Task.WhenAll(tasks);
    }

    [Fact]
    public async Task RunAsync_HoldWhenIdle_WaitsForTheDelay()
    {
        var time = new FakeTimeProvider();
        _model.Open();
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 4, HoldWhenIdle = true, MaxDelay = TimeSpan.FromMilliseconds(5) }, out BatchLane<double[], double[]> lane, time);
        Task<double[]> first = lane.RunAsync([1]).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(3));
        Task<double[]> second = lane.RunAsync([2]).AsTask();
        Assert.Empty(_model.Calls);
        time.Advance(TimeSpan.FromMilliseconds(2));
        await Task.WhenAll(first, second);
        Assert.Equal([2], _model.Calls);
    }

    [Fact]
    public async Task RunAsync_HoldWhenIdleAndFull_LeavesAtOnce()
    {
        _model.Open();
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 2, HoldWhenIdle = true, MaxDelay = TimeSpan.FromHours(1) }, out BatchLane<double[], double[]> lane);
        await Task.WhenAll(lane.RunAsync([1]).AsTask(), lane.RunAsync([2]).AsTask());
        Assert.Equal([2], _model.Calls);
    }

    [Fact]
    public async Task RunAsync_HighPriority_GoesFirst()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 1, MaxInstances = 1 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        foreach ((double x, BatchPriority priority) in new[] { (1.0, BatchPriority.Low), (2, BatchPriority.Normal), (3, BatchPriority.High), (4, BatchPriority.High) })
        {
            tasks.Add(lane.RunAsync([x], priority).AsTask());
        }

        _model.Open();
        await Task.WhenAll(tasks);
        Assert.Equal([0.0, 3, 4, 2, 1], _model.Firsts);
    }

    [Fact]
    public async Task RunAsync_QueueFull_IsRefusedAndCounted()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 2, MaxInstances = 1, MaxQueuedRows = 3 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        tasks.Add(lane.RunAsync([1, 2]).AsTask());
        var e = await Assert.ThrowsAsync<QueueFullException>(async () => await lane.RunAsync([3, 4]));
        Assert.Equal((2, 3), (e.QueuedRows, e.MaxQueuedRows));
        tasks.Add(lane.RunAsync([5]).AsTask());
        _model.Open();
        await Task.WhenAll(tasks);
        Assert.Equal(1, batcher.Statistics.Rejected);
    }

    [Fact]
    public async Task RunAsync_CancelledWhileWaiting_FreesItsPlace()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxSize = 2, MaxInstances = 1, MaxQueuedRows = 1 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        using var cancel = new CancellationTokenSource();
        Task<double[]> waiting = lane.RunAsync([1], cancellationToken: cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        tasks.Add(lane.RunAsync([2]).AsTask());
        _model.Open();
        await Task.WhenAll(tasks);
        Assert.Equal([1, 1], _model.Calls);
        Assert.Equal(1, batcher.Statistics.Cancelled);
    }

    [Fact]
    public async Task RunAsync_TimeIsUpWhileWaiting_IsToldAtOnceAndNeverRuns()
    {
        var time = new FakeTimeProvider();
        await using Batcher batcher = Create(new BatchOptions { MaxInstances = 1 }, out BatchLane<double[], double[]> lane, time);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        Task<double[]> hurried = lane.RunAsync([1], timeout: TimeSpan.FromMilliseconds(10)).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(10));
        var e = await Assert.ThrowsAsync<RequestTimeoutException>(() => hurried);
        Assert.Equal(10, e.Timeout.TotalMilliseconds);
        _model.Open();
        await Task.WhenAll(tasks);
        Assert.Equal([1], _model.Calls);
    }

    [Fact]
    public async Task RunAsync_PoisonedRequest_FailsAloneAndNeighboursAreAnswered()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxInstances = 1 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        Task<double[]> before = lane.RunAsync([1, 2]).AsTask();
        Task<double[]> poison = lane.RunAsync([-7]).AsTask();
        Task<double[]> after = lane.RunAsync([3]).AsTask();
        _model.Open();
        double[] beforeAnswer = await before;
        Assert.Equal([1.0, 2], beforeAnswer);
        double[] afterAnswer = await after;
        Assert.Equal([3.0], afterAnswer);
        Assert.Equal("poison -7", (await Assert.ThrowsAsync<InferenceException>(() => poison)).Message);
        await Task.WhenAll(tasks);
        Assert.Equal(3, batcher.Statistics.RunAlone);
    }

    [Fact]
    public async Task RunAsync_RequestThatDoesNotFit_LeavesTheBatchBeforeTheRun()
    {
        await using Batcher batcher = Create(new BatchOptions { MaxInstances = 1 }, out BatchLane<double[], double[]> lane);
        List<Task<double[]>> tasks = await BusyAsync(lane);
        Task<double[]> first = lane.RunAsync([double.NaN]).AsTask();
        Task<double[]> second = lane.RunAsync([5]).AsTask();
        Task<double[]> third = lane.RunAsync([double.NaN]).AsTask();
        Task<double[]> fourth = lane.RunAsync([6, 7]).AsTask();
        _model.Open();
        double[] secondAnswer = await second;
        Assert.Equal([5.0], secondAnswer);
        double[] fourthAnswer = await fourth;
        Assert.Equal([6.0, 7], fourthAnswer);
        await Assert.ThrowsAsync<InferenceRequestException>(() => first);
        await Assert.ThrowsAsync<InferenceRequestException>(() => third);
        await Task.WhenAll(tasks);
        Assert.Equal([1, 3], _model.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    public async Task RunAsync_NoRowsOrMoreThanABatch_IsRefused(int rows)
    {
        await using Batcher batcher = Create(new BatchOptions(), out BatchLane<double[], double[]> lane);
        var e = await Assert.ThrowsAsync<InferenceRequestException>(async () => await lane.RunAsync(new double[rows]));
        Assert.Equal($"Request: expected 1 to 64 rows, came {rows}.", e.Message);
    }

    [Fact]
    public async Task DisposeAsync_RequestsWait_AnswersThemAndRefusesNewOnes()
    {
        Batcher batcher = Create(new BatchOptions { HoldWhenIdle = true, MaxDelay = TimeSpan.FromHours(1) }, out BatchLane<double[], double[]> lane);
        _model.Open();
        Task<double[]> held = lane.RunAsync([4]).AsTask();
        await batcher.DisposeAsync();
        double[] heldAnswer = await held;
        Assert.Equal([4.0], heldAnswer);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await lane.RunAsync([1]));
    }

    private Batcher Create(BatchOptions options, out BatchLane<double[], double[]> lane, TimeProvider? time = null)
    {
        var batcher = new Batcher(_model.Model, options, time);
        lane = batcher.Lane(new NumbersCodec());
        return batcher;
    }

    private async Task<List<Task<double[]>>> BusyAsync(BatchLane<double[], double[]> lane)
    {
        var tasks = new List<Task<double[]>> { lane.RunAsync([0]).AsTask() };
        await _model.WaitInsideAsync();
        return tasks;
    }
}
