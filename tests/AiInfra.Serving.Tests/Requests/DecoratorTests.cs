using System.Collections.Concurrent;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Serving.Tests.Requests;

/// <summary>What stands before a deployment sees every request of it.</summary>
public sealed class DecoratorTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly ConcurrentQueue<string> _log = new();

    public void Dispose() => _store.Dispose();

    public sealed record In(double X);

    public sealed record Out(double Value);

    [Fact]
    public async Task Use_EveryWayIn_IsSeenAndAnsweredAsWithout()
    {
        await using Deployment d = await _store.DeployAsync(Options(next => new Recorder(next, "r", _log)), versions: TestModels.Scale(2));
        Assert.Equal(6, (await d.PredictAsync(TestRows.X(3))).Outputs["value"].AsNumber());
        Assert.Equal([2.0, 4], (await d.PredictManyAsync([TestRows.X(1), TestRows.X(2)], new PredictOptions { Id = "many" })).Select(p => p.Outputs["value"].AsNumber()));
        TypedPrediction<Out> typed = await d.Typed<In, Out>().PredictAsync(new In(5), new PredictOptions { Id = "typed" });
        Assert.Equal((10.0, "typed", 1), (typed.Output.Value, typed.Id, typed.Version));
        InferenceResult tensors = await d.InferAsync([new NamedTensor("x", TensorData.Of([1.0, 2, 3], 3, 1))]);
        Assert.Equal([2.0, 4, 6], tensors.Outputs[0].Data.Span<double>().ToArray());
        Assert.NotNull(await d.TryInferAsync([new NamedTensor("x", TensorData.Of([1.0], 1, 1))]));
        Assert.Equal(["r > Row 1", "r < v1", "r > Rows 2", "r < v1", "r > Record 1", "r < v1", "r > Tensors 3", "r < v1", "r > Tensors 1", "r < v1"], _log);
    }

    [Fact]
    public async Task Use_Several_FirstAddedIsOutermostAndGoesFirst()
    {
        Deployment d = await _store.DeployAsync(Options(next => new Recorder(next, "a", _log), next => new Recorder(next, "b", _log)), versions: TestModels.Scale(2));
        await d.PredictAsync(TestRows.X(3));
        Assert.Equal(["a > Row 1", "b > Row 1", "b < v1", "a < v1"], _log);
        await d.DisposeAsync();
        await d.DisposeAsync();
        Assert.Equal(["a disposed", "b disposed"], _log.Skip(4));
    }

    [Fact]
    public async Task Use_Cache_AnswersTheSameOfTheSameKindOnceForEachChampion()
    {
        await using Deployment d = await _store.DeployAsync(Options(next => new ExactMatchCache(next)), versions: [TestModels.Scale(2), TestModels.Scale(3)]);
        var cache = (ExactMatchCache)d.GetService(typeof(ExactMatchCache))!;
        RowPrediction first = await d.PredictAsync(TestRows.X(1));
        Assert.Equal(first, await d.PredictAsync(TestRows.X(1)));
        Assert.Equal(4, (await d.PredictAsync(TestRows.X(2))).Outputs["value"].AsNumber());
        Predictor<In, Out> typed = d.Typed<In, Out>();
        TypedPrediction<Out> once = await typed.PredictAsync(new In(1));
        Assert.Equal(once, await typed.PredictAsync(new In(1)));
        NamedTensor[] tensors = [new("x", TensorData.Of([1.0], 1, 1))];
        Assert.Same(await d.InferAsync(tensors), await d.InferAsync([new("x", TensorData.Of([1.0], 1, 1))]));
        Assert.NotSame(await d.InferAsync(tensors), await d.InferAsync([new("x", TensorData.Of([1.0, 2], 2, 1))]));
        Assert.Equal(4, cache.Hits);
        await d.PromoteAsync(2, "a", "r");
        Assert.Equal(3, (await d.PredictAsync(TestRows.X(1))).Outputs["value"].AsNumber());
        Assert.Equal(6, d.View().Versions.Sum(v => v.Answered));
    }

    [Fact]
    public async Task Use_Answer_StandsForEveryKindWhereTheModelIsNotAsked()
    {
        DeploymentOptions options = Options(next => Function(next, (request, _, _, _) =>
            new ValueTask<ModelResponse>(request.Answer([.. Enumerable.Range(0, request.Count).Select(i => TestRows.Of(("value", -1.0 - i)))]))));
        await using Deployment d = await _store.DeployAsync(options, versions: TestModels.Scale(2));
        RowPrediction p = await d.PredictAsync(TestRows.X(3));
        Assert.Equal((-1.0, 0), (p.Outputs["value"].AsNumber(), p.Version));
        Assert.Equal([-1.0, -2], (await d.PredictManyAsync([TestRows.X(1), TestRows.X(2)])).Select(r => r.Outputs["value"].AsNumber()));
        Assert.Equal(-1, (await d.Typed<In, Out>().PredictAsync(new In(5))).Output.Value);
        InferenceResult tensors = await d.InferAsync([new NamedTensor("x", TensorData.Of([1.0, 2, 3], 3, 1))]);
        Assert.Equal([-1.0, -2, -3], tensors.Outputs[0].Data.Span<double>().ToArray());
        Assert.Equal(0, d.View().Versions[0].Answered);
    }

    [Theory]
    [InlineData("other", "a column 'value'")]
    [InlineData("text", "'many'")]
    [InlineData("null", "1 of them null")]
    public async Task Use_AnswerThatDoesNotFit_IsTheDecoratorsMistakeForEveryKindOfRequest(string how, string expected)
    {
        DeploymentOptions options = Options(next => Function(next, (request, _, _, _) => new ValueTask<ModelResponse>(request.Answer(
            [.. Enumerable.Range(0, request.Count).Select(_ => how switch { "other" => TestRows.Of(("other", 1.0)), "text" => TestRows.Of(("value", "many")), _ => null! })]))));
        await using Deployment d = await _store.DeployAsync(options, versions: TestModels.Scale(2));
        ArgumentException[] failures =
        [
            await Assert.ThrowsAsync<ArgumentException>(async () => await d.PredictAsync(TestRows.X(1))),
            await Assert.ThrowsAsync<ArgumentException>(async () => await d.PredictManyAsync([TestRows.X(1)])),
            await Assert.ThrowsAsync<ArgumentException>(async () => await d.Typed<In, Out>().PredictAsync(new In(5))),
            await Assert.ThrowsAsync<ArgumentException>(async () => await d.InferAsync([new NamedTensor("x", TensorData.Of([1.0], 1, 1))])),
        ];
        Assert.All(failures, e => Assert.Contains(expected, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Use_AnswerOfTooFewRows_SaysHowManyAreMissing()
    {
        await using Deployment d = await _store.DeployAsync(Options(next => Function(next, (request, _, _, _) => new ValueTask<ModelResponse>(request.Answer([TestRows.Of(("value", 1.0))])))), versions: TestModels.Scale(2));
        var rows = await Assert.ThrowsAsync<ArgumentException>(async () => await d.PredictManyAsync([TestRows.X(1), TestRows.X(2)]));
        Assert.Contains("each of 2 rows", rows.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_RowsAnsweredWhereNothingIsLoaded_AreTakenAsTheyAre()
    {
        await using var d = new Deployment("m", _store.Catalog, _store.Artifacts, Options(next => Function(next, (request, _, _, _) => new ValueTask<ModelResponse>(request.Answer([TestRows.Of(("anything", 1.0))])))));
        Assert.Equal(1, (await d.PredictAsync(TestRows.X(1))).Outputs["anything"].AsNumber());
    }

    [Fact]
    public void Use_DecoratorThatCannotBeMade_NamesTheDeployment()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new Deployment("m", _store.Catalog, _store.Artifacts, Options(_ => throw new KeyNotFoundException("no redis"))));
        Assert.Equal("A decorator of deployment 'm' could not be made: KeyNotFoundException: no redis", e.Message);
    }

    [Fact]
    public async Task Use_AnswerToAnotherKind_SaysWhatToGiveBack()
    {
        ModelResponse? kept = null;
        DeploymentOptions options = Options(next => Function(next, async (request, o, inner, cancel) => kept ??= await inner.PredictAsync(request, o, cancel)));
        await using Deployment d = await _store.DeployAsync(options, versions: TestModels.Scale(2));
        await d.PredictAsync(TestRows.X(1));
        var e = await Assert.ThrowsAsync<InvalidOperationException>(async () => await d.InferAsync([new NamedTensor("x", TensorData.Of([1.0], 1, 1))]));
        Assert.Contains("answered a request of kind Tensors", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Use_VersionFails_FallsBackToTheVersionThatTheDecoratorNames()
    {
        var bad = new DelegateModel(new GatedModel().Model.Signature, _ => throw new InferenceException("broken"));
        DeploymentOptions options = Options(next => Function(next, async (request, o, inner, cancel) =>
        {
            try
            {
                return await inner.PredictAsync(request, o, cancel);
            }
            catch (InferenceException)
            {
                return await inner.PredictAsync(request, (o ?? new PredictOptions()) with { Version = 1 }, cancel);
            }
        }));
        options.WarmUp = false;
        options.OwnRuntime = new DelegateRuntime((version, _, _) => Task.FromResult<IModel>(version.Version == 1 ? new GatedModel().Model : bad));
        await using Deployment d = await _store.DeployAsync(options, versions: [[1], [2]]);
        await d.PromoteAsync(2, "a", "r");
        Assert.Equal(1, (await d.PredictAsync(TestRows.X(7))).Version);
        Assert.Equal((1L, 1L), (d.View().Versions.Single(v => v.Version == 2).Failed, d.View().Versions.Single(v => v.Version == 1).Answered));
    }

    [Fact]
    public async Task Use_Exceptions_PassThroughUnchanged()
    {
        await using Deployment d = await _store.DeployAsync(Options(next => new Recorder(next, "r", _log)), versions: TestModels.Scale(2));
        await Assert.ThrowsAsync<InferenceRequestException>(async () => await d.PredictAsync(TestRows.Of(("y", 1.0))));
        await Assert.ThrowsAsync<DeploymentUnavailableException>(async () => await d.PredictAsync(TestRows.X(1), new PredictOptions { Version = 9 }));
        Assert.Equal(["r > Row 1", "r ! InferenceRequestException", "r > Row 1", "r ! DeploymentUnavailableException"], _log);
    }

    [Fact]
    public async Task Use_Cancellation_ReachesTheQueueThroughTheDecorator()
    {
        using var gate = new GatedModel();
        DeploymentOptions options = Options(next => new Recorder(next, "r", _log));
        options.WarmUp = false;
        options.Batching = new BatchOptions { MaxSize = 1, Instances = 1, MaxInstances = 1 };
        options.OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(gate.Model));
        await using Deployment d = await _store.DeployAsync(options, versions: [[1]]);
        using GatedModel opened = gate;
        gate.Close();
        Task<RowPrediction> running = d.PredictAsync(TestRows.X(1)).AsTask();
        await gate.WaitInsideAsync();

        using var cancel = new CancellationTokenSource();
        Task<RowPrediction> waits = d.PredictAsync(TestRows.X(2), null, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        gate.Open();
        Assert.Equal(1, (await running).Outputs["value"].AsNumber());
    }

    [Fact]
    public async Task Use_Timeout_CancelsWhatWaitsAndNotItsNeighbours()
    {
        using var gate = new GatedModel();
        DeploymentOptions options = Options(next => Function(next, async (request, o, inner, cancel) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limit.CancelAfter(TimeSpan.FromMilliseconds(20));
            try
            {
                return await inner.PredictAsync(request, o, limit.Token);
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                return request.Answer([TestRows.Of(("value", double.NegativeInfinity))]);
            }
        }));
        options.WarmUp = false;
        options.Batching = new BatchOptions { MaxSize = 1, Instances = 1, MaxInstances = 1 };
        options.OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(gate.Model));
        await using Deployment d = await _store.DeployAsync(options, versions: [[1]]);
        using GatedModel opened = gate;
        gate.Close();
        Task<RowPrediction> running = d.PredictAsync(TestRows.X(1)).AsTask();
        await gate.WaitInsideAsync();

        RowPrediction late = await d.PredictAsync(TestRows.X(2));
        gate.Open();
        Assert.Equal((double.NegativeInfinity, 1.0), (late.Outputs["value"].AsNumber(), (await running).Outputs["value"].AsNumber()));
    }

    [Fact]
    public async Task Use_WithBatching_RequestsOfManyCallersStillShareCalls()
    {
        int asked = 0;
        DeploymentOptions options = Options(next => Function(next, (request, o, inner, cancel) =>
        {
            Interlocked.Increment(ref asked);
            return inner.PredictAsync(request, o, cancel);
        }));
        options.Batching = new BatchOptions { MaxSize = 64, MaxDelay = TimeSpan.FromSeconds(20), HoldWhenIdle = true };
        await using Deployment d = await _store.DeployAsync(options, versions: TestModels.Scale(2));
        RowPrediction[] all = await Task.WhenAll(Enumerable.Range(0, 64).Select(i => d.PredictAsync(TestRows.X(i)).AsTask()));
        Assert.Equal(Enumerable.Range(0, 64).Select(i => 2.0 * i), all.Select(p => p.Outputs["value"].AsNumber()));
        Assert.Equal((64, 1L), (asked, d.View().Versions[0].Batches!.Batches));
    }

    [Fact]
    public async Task Refuses_QueueFullWithADecorator_LetsTheDecoratorAnswer()
    {
        using var gate = new GatedModel();
        DeploymentOptions options = Options(next => Function(next, async (request, o, inner, cancel) =>
        {
            try
            {
                return await inner.PredictAsync(request, o, cancel);
            }
            catch (QueueFullException) when (request.Kind == RequestKind.Tensors)
            {
                return request.Answer([TestRows.Of(("value", 99.0))]);
            }
        }));
        options.WarmUp = false;
        options.Batching = new BatchOptions { MaxSize = 1, Instances = 1, MaxInstances = 1, MaxQueuedRows = 1 };
        options.OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(gate.Model));
        await using Deployment d = await _store.DeployAsync(options, versions: [[1]]);
        using GatedModel opened = gate;
        gate.Close();
        Task<RowPrediction> running = d.PredictAsync(TestRows.X(1)).AsTask();
        await gate.WaitInsideAsync();

        Task<RowPrediction> waits = d.PredictAsync(TestRows.X(2)).AsTask();
        Assert.False(d.Refuses());
        Assert.Equal(99, (await d.TryInferAsync([new NamedTensor("x", TensorData.Of([5.0], 1, 1))]))!.Outputs[0].Data.Span<double>()[0]);
        await Assert.ThrowsAsync<QueueFullException>(async () => await d.PredictAsync(TestRows.X(3)));
        gate.Open();
        await Task.WhenAll(running, waits);
    }

    [Fact]
    public async Task Use_SignalsAndShadows_AreAsWithout()
    {
        var watcher = new Watcher();
        using IDisposable subscription = _store.Signals.Subscribe(watcher);
        await using Deployment d = await _store.DeployAsync(Options(next => new Recorder(next, "r", _log)), versions: [TestModels.Scale(2), TestModels.Scale(3)]);
        await d.ChallengeAsync(2, "a", "r", 0);
        await d.Typed<In, Out>().PredictAsync(new In(5), new PredictOptions { Id = "p" });
        await d.FlushShadowsAsync();
        Assert.Equal([(PredictionRole.Champion, 10.0), (PredictionRole.Shadow, 15.0)], watcher.Predictions.Select(p => (p.Role, p.Outputs["value"].AsNumber())));
        Assert.Equal(["r > Record 1", "r < v1"], _log);
    }

    [Fact]
    public async Task Fingerprint_ContentKindAndResultType_TellRequestsApart()
    {
        var seen = new List<string>();
        DeploymentOptions options = Options(next => Function(next, (request, o, inner, cancel) =>
        {
            seen.Add(request.Fingerprint);
            return inner.PredictAsync(request, o, cancel);
        }));
        await using Deployment d = await _store.DeployAsync(options, versions: TestModels.Scale(2));
        await d.PredictAsync(TestRows.X(1));
        await d.PredictAsync(TestRows.X(1), new PredictOptions { Id = "another", Key = "k" });
        await d.PredictAsync(TestRows.X(1.5));
        await d.PredictAsync(TestRows.Of(("x", 1.0), ("y", 1.0)));
        await d.PredictAsync(TestRows.Of(("x", Value.Missing)));
        await d.PredictManyAsync([TestRows.X(1)]);
        await d.Typed<In, Out>().PredictAsync(new In(1));
        await d.Typed<In, In2>().PredictAsync(new In(1));
        await d.InferAsync([new NamedTensor("x", TensorData.Of([1.0], 1, 1))]);
        Assert.Equal(seen[0], seen[1]);
        Assert.Equal(8, seen.Distinct().Count());
        Assert.All(seen, f => Assert.Equal(64, f.Length));
    }

    public sealed record In2(double Value);

    [Fact]
    public async Task AddServing_Use_TakesServicesOfTheHostAndKeepsTheOrder()
    {
        await _store.RegisterAsync("m", TestModels.Scale(2));
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton(_log);
        builder.Services.AddSingleton<AiInfra.Core.Catalog.ICatalog>(_store.Catalog);
        builder.Services.AddSingleton<AiInfra.Core.Artifacts.IArtifactStore>(_store.Artifacts);
        builder.Services.AddAiInfra().AddServing("m", s => s
            .Use((next, services) => new Recorder(next, "a", services.GetRequiredService<ConcurrentQueue<string>>()))
            .UseExactMatchCache()
            .Use((request, options, next, cancel) =>
            {
                _log.Enqueue("b");
                return next.PredictAsync(request, options, cancel);
            }));
        using IHost host = builder.Build();
        await host.StartAsync();
        Deployment d = host.Services.GetRequiredKeyedService<Deployment>("m");
        await d.PromoteAsync(1, "a", "r");
        await d.PredictAsync(TestRows.X(1));
        await d.PredictAsync(TestRows.X(1));
        Assert.Equal(["a > Row 1", "b", "a < v1", "a > Row 1", "a < v1"], _log);
        Assert.NotNull(d.GetService(typeof(ExactMatchCache)));
        Assert.Same(d, d.Typed<In, Out>().GetService(typeof(Deployment)));
        await host.StopAsync();
    }

    [Fact]
    public void Use_DecoratorThatIsNull_IsRefusedWhenTheDeploymentIsMade()
    {
        var e = Assert.Throws<InvalidOperationException>(() => new Deployment("m", _store.Catalog, _store.Artifacts, Options(_ => null!)));
        Assert.Contains("is null", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetService_NoDecorators_IsTheDeploymentOrNothing()
    {
        await using Deployment d = await _store.DeployAsync(versions: TestModels.Scale(2));
        IPredictor<IReadOnlyList<NamedTensor>, InferenceResult> tensors = d;
        IPredictor<In, TypedPrediction<Out>> typed = d.Typed<In, Out>();
        Assert.Same(d, tensors.GetService(typeof(Deployment)));
        Assert.Same(typed, typed.GetService(typeof(Predictor<In, Out>)));
        Assert.Null(d.GetService(typeof(ExactMatchCache)));
        Assert.Equal(2, (await tensors.PredictAsync([new NamedTensor("x", TensorData.Of([1.0], 1, 1))])).Outputs[0].Data.Span<double>()[0]);
    }

    private static DeploymentOptions Options(params Func<IPredictor<ModelRequest, ModelResponse>, IPredictor<ModelRequest, ModelResponse>>[] decorators)
    {
        var options = new DeploymentOptions();
        foreach (Func<IPredictor<ModelRequest, ModelResponse>, IPredictor<ModelRequest, ModelResponse>> decorator in decorators)
        {
            options.Decorators.Add((next, _) => decorator(next));
        }

        return options;
    }

    private static FunctionDecorator Function(IPredictor<ModelRequest, ModelResponse> next, Func<ModelRequest, PredictOptions?, IPredictor<ModelRequest, ModelResponse>, CancellationToken, ValueTask<ModelResponse>> handle) => new(next, handle);

    private sealed class FunctionDecorator(IPredictor<ModelRequest, ModelResponse> next, Func<ModelRequest, PredictOptions?, IPredictor<ModelRequest, ModelResponse>, CancellationToken, ValueTask<ModelResponse>> handle) : DelegatingPredictor<ModelRequest, ModelResponse>(next)
    {
        public override ValueTask<ModelResponse> PredictAsync(ModelRequest request, PredictOptions? options = null, CancellationToken cancellationToken = default) => handle(request, options, Inner, cancellationToken);
    }
}
