using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

public sealed class PredictorTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task PredictAsync_ScalarProperties_FillTheRawColumns()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        TypedPrediction<Answer> p = await d.Typed<Request, Answer>().PredictAsync(new Request(0, "red", DateTimeOffset.UnixEpoch));
        Assert.Equal("yes", p.Output.Label);
        Assert.True(p.Output.Probability[1] > 0.99);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PredictManyAsync_Records_AnsweredInTheirOrder(bool batching)
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = batching ? new() { MaxSize = 8 } : null }, versions: [TestModels.Raw()]);
        Request[] requests = [.. Enumerable.Range(0, 100).Select(i => new Request(i % 3 == 0 ? null : 0, i % 3 == 0 ? null : "red", i % 3 == 0 ? null : DateTimeOffset.UnixEpoch))];
        IReadOnlyList<TypedPrediction<Answer>> answers = await d.Typed<Request, Answer>().PredictManyAsync(requests);
        Assert.Equal(requests.Select(r => r.Size is null ? "no" : "yes"), answers.Select(a => a.Output.Label));
        Assert.Equal(100, answers.Select(a => a.Id).Distinct().Count());
    }

    [Fact]
    public async Task PredictAsync_NullProperties_CountAsMissing()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        TypedPrediction<Answer> p = await d.Typed<Request, Answer>().PredictAsync(new Request(null, null, null));
        Assert.Equal("no", p.Output.Label);
    }

    [Fact]
    public async Task PredictAsync_VectorProperties_EqualTheTensorsAnswer()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Mlp()]);
        float[] x = [.. Enumerable.Range(0, 64).Select(i => i / 64f)];
        TypedPrediction<VectorOut> typed = await d.Typed<VectorIn, VectorOut>().PredictAsync(new VectorIn(x));
        InferenceResult tensors = await d.InferAsync([new NamedTensor("input", TensorData.Of(x, 1, 64))]);
        Assert.Equal(tensors.Outputs[0].Data.Span<float>().ToArray(), typed.Output.Probability);
    }

    [Fact]
    public async Task PredictAsync_SomebodyWatches_PublishesInputsAndOutputsAsRows()
    {
        var watcher = new Watcher();
        using IDisposable subscription = _store.Signals.Subscribe(watcher);
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        TypedPrediction<Answer> p = await d.Typed<Request, Answer>().PredictAsync(new Request(7, "blue", DateTimeOffset.UnixEpoch));
        RowPrediction told = Assert.Single(watcher.Predictions);
        Assert.Equal(p.Id, told.Id);
        Assert.Equal("blue", told.Inputs["color"].AsText());
        Assert.Equal(7, told.Inputs["size"].AsNumber());
        Assert.Equal("yes", told.Outputs["label"].AsText());
    }

    [Fact]
    public async Task Typed_AskedAtEveryRequest_IsMadeOnce()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw(), TestModels.Raw()]);
        Predictor<Request, Answer> first = d.Typed<Request, Answer>();
        Assert.Same(first, d.Typed<Request, Answer>());
        await d.PromoteAsync(2, "ann", "newer");
        Assert.Same(first, d.Typed<Request, Answer>());
        Assert.Equal(2, (await first.PredictAsync(new Request(0, "red", DateTimeOffset.UnixEpoch))).Version);
    }

    [Fact]
    public async Task Typed_PropertyMissing_NamesInputsAndProperties()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        var e = Assert.Throws<ArgumentException>(() => d.Typed<VectorIn, Answer>());
        Assert.Contains("size: FP64[N,1]", e.Message, StringComparison.Ordinal);
        Assert.Contains("Single[] Input", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Typed_OutputOfAnotherType_SaysWhich()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        var e = Assert.Throws<ArgumentException>(() => d.Typed<Request, Wrong>());
        Assert.Contains("Int32 Label does not hold label: BYTES[N]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredictAsync_VectorOfWrongLength_SaysExpectedAndCame()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Mlp()]);
        Predictor<VectorIn, VectorOut> predictor = d.Typed<VectorIn, VectorOut>();
        var e = await Assert.ThrowsAsync<InferenceRequestException>(async () => await predictor.PredictAsync(new VectorIn(new float[63])));
        Assert.Contains("expected 64 elements, came 63", e.Message, StringComparison.Ordinal);
    }

    private sealed record Request(double? Size, string? Color, DateTimeOffset? At);

    private sealed record Answer(string Label, float[] Probability);

    private sealed record Wrong(int Label);

    private sealed record VectorIn(float[] Input);

    private sealed record VectorOut(float[] Probability);
}
