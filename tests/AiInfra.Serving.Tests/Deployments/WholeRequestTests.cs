using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Models that do not give one row of output for each row of input.</summary>
public sealed class WholeRequestTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InferAsync_WholeRequests_AnswersAsManyRowsAsTheModelFinds(bool batched)
    {
        await using Deployment d = await DeployAsync(whole: true, batched);
        float[] found = await FoundAsync(d, [1, 10, -2, 20, 3, 30]);
        Assert.Equal<float>([1, 10, 3, 30], found);
        Assert.Empty(await FoundAsync(d, [-1, 10]));
    }

    [Fact]
    public async Task InferAsync_WholeRequestsSideBySide_DoNotMix()
    {
        await using Deployment d = await DeployAsync(whole: true, batched: true);
        await Parallel.ForAsync(1, 200, async (i, _) =>
        {
            float[] found = await FoundAsync(d, [i, 5, -i, 6]);
            Assert.Equal<float>([i, 5], found);
        });
    }

    [Fact]
    public async Task PromoteAsync_RowsThatDoNotMatch_SaysWhatToSet()
    {
        DeploymentException e = await Assert.ThrowsAsync<DeploymentException>(() => DeployAsync(whole: false, batched: true));
        Assert.Contains("OnnxRuntimeOptions.WholeRequests", e.Message, StringComparison.Ordinal);
    }

    private static async Task<float[]> FoundAsync(Deployment deployment, float[] rows)
    {
        InferenceResult result = await deployment.InferAsync([new NamedTensor("x", TensorData.Of(rows, rows.Length / 2, 2))]);
        return result.Outputs[0].Data.Span<float>().ToArray();
    }

    private Task<Deployment> DeployAsync(bool whole, bool batched)
    {
        var options = new DeploymentOptions { Batching = batched ? new BatchOptions() : null };
        options.Onnx.WholeRequests = whole;
        return _store.DeployAsync(options, null, TestModels.Detector());
    }
}
