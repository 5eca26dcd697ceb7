using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Typed requests that are gathered: counted in and out, whatever becomes of them.</summary>
public sealed class TypedBatchTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task PredictAsync_Batched_CountsAnswersFailuresAndLeavesNobodyInside()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions { MaxSize = 8 }, IdPrefix = "p" }, null, TestModels.Mlp());
        Predictor<In, Out> predictor = d.Typed<In, Out>();
        TypedPrediction<Out>[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => predictor.PredictAsync(new In(new float[64])).AsTask()));
        await Assert.ThrowsAsync<InferenceRequestException>(async () => await predictor.PredictAsync(new In(new float[3])));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await predictor.PredictAsync(new In(new float[64]), null, new CancellationToken(true)));
        VersionView version = d.View().Versions[0];
        Assert.Equal((50, 0, 2, 0), (version.Answered, version.Failed, version.Unfit, version.InFlight));
        Assert.Equal(50, version.Latency.Count);
        Assert.Equal(50, answers.Select(a => a.Id).Distinct().Count());
        Assert.All(answers, a => Assert.True(a.Latency > TimeSpan.Zero && a.Id.StartsWith("p-", StringComparison.Ordinal) && a.Version == 1));
    }

    [Fact]
    public async Task PredictAsync_OwnId_IsGivenBack()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions() }, null, TestModels.Mlp());
        TypedPrediction<Out> answer = await d.Typed<In, Out>().PredictAsync(new In(new float[64]), new PredictOptions { Id = "mine" });
        Assert.Equal("mine", answer.Id);
        Assert.Equal(answer, answer with { Id = "mine" });
        Assert.NotEqual(answer, answer with { Id = "other" });
    }

    [Fact]
    public async Task UnloadAsync_AnswersThatNobodyAwaits_DoNotKeepTheVersionInMemory()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions() }, null, TestModels.Mlp());
        Predictor<In, Out> predictor = d.Typed<In, Out>();
        for (int i = 0; i < 10; i++)
        {
            _ = predictor.PredictAsync(new In(new float[64])).AsTask();
        }

        await d.UnloadAsync().WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(DeploymentStatus.Unloaded, d.Status);
    }

    private sealed record In(float[] Input);

    private sealed record Out(float[] Probability);
}
