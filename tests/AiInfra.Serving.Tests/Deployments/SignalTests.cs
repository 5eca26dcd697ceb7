using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>What a deployment tells of answers that are no rows, and of requests that fail.</summary>
public sealed class SignalTests : IDisposable
{
    // A detector's answer is of another length than the request.
    private static readonly DeploymentOptions Whole = new() { Onnx = new OnnxRuntimeOptions { WholeRequests = true } };

    private readonly TestStore _store = new();
    private readonly Watcher _watcher = new();

    public SignalTests() => _store.Signals.Subscribe(_watcher);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task InferAsync_ModelWithoutRows_TellsNamesTypesAndShapes()
    {
        await using Deployment d = await _store.DeployAsync(Whole, versions: TestModels.Detector());
        await d.InferAsync([new NamedTensor("x", TensorData.Of([1f, 2, -1, 3, 4, 5], 3, 2))], new PredictOptions { Id = "t", Key = "k" });
        var told = Assert.IsType<TensorPrediction>(Assert.Single(_watcher.Signals));
        Assert.Equal(("t", "m", 1, PredictionRole.Champion, "k"), (told.Id, told.Deployment, told.Version, told.Role, told.Key));
        Assert.Equal("x FP32[3,2] -> found FP32[2,2]", told.Shapes());
        Assert.True(told.Latency > TimeSpan.Zero);
    }

    [Fact]
    public async Task InferAsync_ModelWithoutRows_ItsShadowAnswersACopyOfTheTensors()
    {
        await using Deployment d = await _store.DeployAsync(Whole, versions: [TestModels.Detector(), TestModels.Detector()]);
        await d.ChallengeAsync(2, "a", "r", 0);
        float[] numbers = [1f, 2, -1, 3];
        await d.InferAsync([new NamedTensor("x", TensorData.Of(numbers, 2, 2))], new PredictOptions { Id = "t" });

        // The caller's memory is its own again: what the shadow sees must not change with it.
        Array.Fill(numbers, -1);
        await d.FlushShadowsAsync();
        TensorPrediction shadow = _watcher.Signals.OfType<TensorPrediction>().Single(s => s.Role == PredictionRole.Shadow);
        Assert.Equal(("t/shadow-2", "t", 2, "x FP32[2,2] -> found FP32[1,2]"), (shadow.Id, shadow.Of, shadow.Version, shadow.Shapes()));
        Assert.Equal((1L, 0L, 0L), (d.View().ShadowsAnswered, d.View().ShadowsDropped, d.View().ShadowsFailed));
    }

    [Fact]
    public async Task PredictAsync_RowThatDoesNotFit_IsToldAsAFailedRequest()
    {
        await using Deployment d = await _store.DeployAsync(versions: TestModels.Raw());
        await Assert.ThrowsAsync<InferenceRequestException>(async () => await d.PredictAsync(TestRows.X(1), new PredictOptions { Id = "bad", Key = "k" }));
        await Assert.ThrowsAsync<InferenceRequestException>(async () => await d.InferAsync([], new PredictOptions { Id = "none" }));
        Assert.Equal(
            [("bad", 1, "k", nameof(InferenceRequestException)), ("none", 1, null, nameof(InferenceRequestException))],
            _watcher.Signals.Select(s => (Assert.IsType<FailedRequest>(s).Id, s.Version, s.Key, s.Failure!.Kind)));
        Assert.Contains("x", _watcher.Signals.First().Failure!.Message);
    }

    [Fact]
    public async Task Typed_RequestThatFails_IsToldOnce()
    {
        await using Deployment d = await _store.DeployAsync(versions: TestModels.Mlp());
        Predictor<Features, Answer> typed = d.Typed<Features, Answer>();
        await Assert.ThrowsAnyAsync<Exception>(async () => await typed.PredictAsync(new Features(new float[3]), new PredictOptions { Id = "short" }));
        Assert.Equal("short", Assert.IsType<FailedRequest>(Assert.Single(_watcher.Signals)).Id);
    }

    [Fact]
    public async Task Shadow_ThatFails_IsToldWithWhatItShadows()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Scale(1), TestModels.Mlp()]);
        await d.ChallengeAsync(2, "a", "r", 0, allowOtherSignature: true);
        await d.PredictAsync(TestRows.X(1), new PredictOptions { Id = "p" });
        await d.FlushShadowsAsync();
        FailedRequest failed = Assert.Single(_watcher.Signals.OfType<FailedRequest>());
        Assert.Equal(("p", 2, PredictionRole.Shadow), (failed.Of, failed.Version, failed.Role));
        Assert.Equal(1, d.View().ShadowsFailed);
    }

    private sealed record Features(float[] Input);

    private sealed record Answer(float[] Probability);
}
