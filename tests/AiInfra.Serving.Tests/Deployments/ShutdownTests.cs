using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>A deployment that is disposed or unloaded leaves nothing behind, whatever happens beside.</summary>
public sealed class ShutdownTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task UnloadAsync_AModelThatFailsToDispose_SaysSoOnceAndNotAtEveryUnloadAfter()
    {
        int made = 0;
        var options = new DeploymentOptions
        {
            WarmUp = false,
            OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(made++ == 0 ? new Undisposable(OnnxRuntimeModel.Load(TestModels.Scale(1))) : OnnxRuntimeModel.Load(TestModels.Scale(1)))),
        };
        await using Deployment d = await _store.DeployAsync(options, null, TestModels.Scale(1));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => d.UnloadAsync());
        Assert.Equal("can't", e.Message);
        await d.RefreshAsync();
        await d.UnloadAsync();
        await d.RefreshAsync();
        Assert.Equal(7, (await d.PredictAsync(TestRows.X(7))).Outputs["value"].AsNumber());
    }

    [Fact]
    public async Task ModelHost_OneFailsToDispose_TheOthersAreDisposedAll()
    {
        await _store.RegisterAsync("a", TestModels.Scale(1));
        await _store.RegisterAsync("b", TestModels.Scale(1));
        var a = new Deployment("a", _store.Catalog, _store.Artifacts, new DeploymentOptions { WarmUp = false, OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(new Undisposable(OnnxRuntimeModel.Load(TestModels.Scale(1))))) });
        var b = new Deployment("b", _store.Catalog, _store.Artifacts);
        await a.PromoteAsync(1, "t", "r");
        await b.PromoteAsync(1, "t", "r");
        await Assert.ThrowsAsync<InvalidOperationException>(() => new ModelHost([a, b]).DisposeAsync().AsTask());
        Assert.Equal(DeploymentStatus.Unloaded, b.Status);
    }

    private sealed class Undisposable(IModel inner) : IModel
    {
        public ModelSignature Signature => inner.Signature;

        public ModelSlot CreateSlot() => inner.CreateSlot();

        public void Dispose()
        {
            inner.Dispose();
            throw new InvalidOperationException("can't");
        }
    }

    [Fact]
    public async Task DisposeAsync_PromotionWaitsItsTurn_RefusesItAndLeavesNothingLoaded()
    {
        var loading = new TaskCompletionSource();
        var models = new List<DelegateModel>();
        var options = new DeploymentOptions
        {
            WarmUp = false,
            OwnRuntime = new DelegateRuntime(async (v, _, _) =>
            {
                if (v.Version == 2)
                {
                    await loading.Task;
                }

                using var made = new GatedModel();
                models.Add(new DelegateModel(made.Model.Signature, _ => { }));
                return models[^1];
            }),
        };
        Deployment d = await _store.DeployAsync(options, null, TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3));
        Task second = d.PromoteAsync(2, "a", "r");
        Task dispose = d.DisposeAsync().AsTask();
        Task third = d.PromoteAsync(3, "a", "r");
        loading.SetResult();
        await second;
        await dispose;
        await Assert.ThrowsAsync<ObjectDisposedException>(() => third);
        Assert.Equal(2, models.Count);
        Assert.All(models, m => Assert.Throws<ObjectDisposedException>(m.CreateSlot));
    }

    [Fact]
    public async Task DisposeAsync_RetiredVersionStillAnswers_WaitsForIt()
    {
        using var slow = new GatedModel();
        using var fast = new GatedModel();
        var options = new DeploymentOptions { OwnRuntime = new DelegateRuntime((v, _, _) => Task.FromResult<IModel>(v.Version == 1 ? slow.Model : new DelegateModel(fast.Model.Signature, _ => { }))) };
        Deployment d = await _store.DeployAsync(options, null, TestModels.Scale(1), TestModels.Scale(2), TestModels.Scale(3));
        slow.Close();
        Task<RowPrediction> inside = Task.Run(async () => await d.PredictAsync(TestRows.X(5)));
        await slow.WaitInsideAsync();
        await d.PromoteAsync(2, "a", "r");
        await d.PromoteAsync(3, "a", "r");
        Task dispose = d.DisposeAsync().AsTask();
        await Task.Delay(50);
        Assert.False(dispose.IsCompleted);
        slow.Open();
        await dispose;
        Assert.Throws<ObjectDisposedException>(slow.Model.CreateSlot);
        Assert.Equal(1, (await inside).Version);
    }

    [Fact]
    public async Task UnloadAsync_Twice_BothWaitForTheLastRequest()
    {
        using var model = new GatedModel();
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(model.Model)) }, null, TestModels.Scale(1));
        model.Close();
        Task<RowPrediction> inside = Task.Run(async () => await d.PredictAsync(TestRows.X(5)));
        await model.WaitInsideAsync();
        Task first = d.UnloadAsync();
        Task second = d.UnloadAsync();
        await Task.Delay(50);
        Assert.Equal((false, false), (first.IsCompleted, second.IsCompleted));
        model.Open();
        await Task.WhenAll(first, second, inside);
    }

    [Fact]
    public async Task PredictManyAsync_MoreRowsThanMayWait_AnswersAll()
    {
        var options = new DeploymentOptions { Batching = new BatchOptions { MaxSize = 4, MaxQueuedRows = 16 } };
        await using Deployment d = await _store.DeployAsync(options, null, TestModels.Scale(2));
        IReadOnlyList<RowPrediction> all = await d.PredictManyAsync([.. Enumerable.Range(0, 500).Select(i => TestRows.X(i))]);
        Assert.Equal(Enumerable.Range(0, 500).Select(i => 2.0 * i), all.Select(p => p.Outputs["value"].AsNumber()));
    }
}
