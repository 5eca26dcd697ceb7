using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Versions change under traffic.</summary>
public sealed class SwapTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PromoteAsync_RequestInFlight_FinishesOnTheVersionItStartedOn(bool batched)
    {
        using var first = new GatedModel();
        using var second = new GatedModel(factor: 2);
        var options = new DeploymentOptions { Batching = batched ? new BatchOptions() : null, OwnRuntime = new DelegateRuntime((v, _, _) => Task.FromResult<AiInfra.Serving.Runtimes.IModel>(v.Version == 1 ? first.Model : second.Model)) };
        await using Deployment d = await _store.DeployAsync(options, null, TestModels.Scale(1), TestModels.Scale(2));
        first.Close();
        Task<RowPrediction> inside = Task.Run(async () => await d.PredictAsync(TestRows.X(5)));
        await first.WaitInsideAsync();
        await d.PromoteAsync(2, "a", "r");
        RowPrediction after = await d.PredictAsync(TestRows.X(5));
        first.Open();
        Assert.Equal((2, 10.0), (after.Version, after.Outputs["value"].AsNumber()));
        Assert.Equal((1, 5.0), ((await inside).Version, (await inside).Outputs["value"].AsNumber()));
    }

    [Fact]
    public async Task UnloadAsync_RequestInFlight_WaitsForItAndThenRefuses()
    {
        using var model = new GatedModel();
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<AiInfra.Serving.Runtimes.IModel>(model.Model)) }, null, TestModels.Scale(1));
        model.Close();
        Task<RowPrediction> inside = Task.Run(async () => await d.PredictAsync(TestRows.X(5)));
        await model.WaitInsideAsync();
        Task unload = d.UnloadAsync();
        Assert.False(unload.IsCompleted);
        await Assert.ThrowsAsync<DeploymentUnavailableException>(async () => await d.PredictAsync(TestRows.X(5)));
        model.Open();
        await unload;
        Assert.Equal(5, (await inside).Outputs["value"].AsNumber());
        Assert.Throws<ObjectDisposedException>(model.Model.CreateSlot);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PromoteAsync_UnderLoad_NoRequestFailsAndEachAnswerFitsItsVersion(bool batched)
    {
        byte[][] versions = [.. Enumerable.Range(1, 3).Select(f => TestModels.Scale(f))];
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = batched ? new BatchOptions { MaxSize = 16 } : null }, null, versions);
        using var stop = new CancellationTokenSource();
        Task<int>[] callers = [.. Enumerable.Range(0, 4).Select(c => Task.Run(() => CallAsync(d, c, stop.Token)))];
        for (int i = 0; i < 15; i++)
        {
            await d.PromoteAsync(1 + ((i + 1) % 3), "a", "r");
        }

        await stop.CancelAsync();
        Assert.All(await Task.WhenAll(callers), n => Assert.True(n > 0));
    }

    [Fact]
    public async Task UnloadAsync_ThenRefresh_ServesAgain()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(4)]);
        await d.UnloadAsync();
        Assert.Equal(("unloaded", DeploymentStatus.Unloaded), (d.View().Reason, d.Status));
        await d.RefreshAsync();
        Assert.Equal(4, (await d.PredictAsync(TestRows.X(1))).Outputs["value"].AsNumber());
    }

    [Fact]
    public async Task PredictAsync_AfterDispose_SaysThatNothingIsLoaded()
    {
        Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(4)]);
        await d.DisposeAsync();
        await d.DisposeAsync();
        await Assert.ThrowsAsync<DeploymentUnavailableException>(async () => await d.PredictAsync(TestRows.X(1)));
    }

    [Fact]
    public async Task PredictAsync_VersionAskedFor_AnswersOrSaysWhatIsLoaded()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3)]);
        await d.PromoteAsync(2, "a", "r");
        Assert.Equal(1, (await d.PredictAsync(TestRows.X(1), new PredictOptions { Version = 1 })).Version);
        var e = await Assert.ThrowsAsync<DeploymentUnavailableException>(async () => await d.PredictAsync(TestRows.X(1), new PredictOptions { Version = 3 }));
        Assert.Contains("loaded are 2, 1", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredictAsync_PrefixGiven_IdsAreTheSameInEveryRun()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { IdPrefix = "run7" }, null, TestModels.Scale(1));
        string first = (await d.PredictAsync(TestRows.X(1))).Id;
        Assert.Equal(("run7-1", "run7-2"), (first, (await d.PredictAsync(TestRows.X(1))).Id));
    }

    [Fact]
    public async Task View_AfterTraffic_CountsAnswersFailuresAndLatency()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1)]);
        await d.PredictAsync(TestRows.X(1));
        await Assert.ThrowsAsync<AiInfra.Serving.Runtimes.InferenceRequestException>(async () => await d.PredictAsync(TestRows.X("text")));
        VersionView v = d.View().Versions[0];
        Assert.Equal((1L, 0L, 1L, 0L, 1L), (v.Answered, v.Failed, v.Unfit, v.InFlight, v.Latency.Count));
        Assert.True(v.Latency.Percentile(0.99) > TimeSpan.Zero);
    }

    private static async Task<int> CallAsync(Deployment d, int caller, CancellationToken stop)
    {
        int calls = 0;
        do
        {
            RowPrediction p = await d.PredictAsync(TestRows.X(caller + 1));
            Assert.Equal(p.Version * (caller + 1.0), p.Outputs["value"].AsNumber());
            calls++;
        }
        while (!stop.IsCancellationRequested);
        return calls;
    }
}
