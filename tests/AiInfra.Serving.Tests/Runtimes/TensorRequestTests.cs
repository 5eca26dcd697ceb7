using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>What is wrong with a request is found before native code, and said.</summary>
public sealed class TensorRequestTests : IDisposable
{
    private readonly TestStore _store = new();

    public static TheoryData<string, NamedTensor[]> Wrong => new()
    {
        { "Input 'input': expected element type FP32, came FP64.", [new("input", TensorData.Of(new double[64], 1, 64))] },
        { "Input 'input': expected shape [N,64], came [1,63].", [new("input", TensorData.Of(new float[63], 1, 63))] },
        { "Input 'input': expected shape [N,64], came [64].", [new("input", TensorData.Of(new float[64], 64))] },
        { "Input 'input': expected shape [N,64] with at least 1 in every dimension, came [0,64].", [new("input", TensorData.Of(Array.Empty<float>(), 0, 64))] },
        { "Inputs: expected each of 'input' once, came an unknown 'inputs'.", [new("inputs", TensorData.Of(new float[64], 1, 64))] },
        { "Inputs: expected each of 'input' once, came no 'input'.", [] },
        { "Inputs: expected each of 'input' once, came 'input' without data.", [new("input", null!)] },
        { "Inputs: expected each of 'input' once, came 'input' twice.", [new("input", TensorData.Of(new float[64], 1, 64)), new("input", TensorData.Of(new float[64], 1, 64))] },
    };

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public async Task InferAsync_RequestDoesNotFit_SaysExpectedAndCame(string message, NamedTensor[] request)
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Mlp()]);
        var e = await Assert.ThrowsAsync<InferenceRequestException>(async () => await d.InferAsync(request));
        Assert.Equal(message, e.Message);
    }

    [Fact]
    public async Task InferAsync_RowsDifferBetweenInputs_SaysWhich()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        var e = await Assert.ThrowsAsync<InferenceRequestException>(async () => await d.InferAsync(
        [
            new("size", TensorData.Of(new double[2], 2, 1)),
            new("color", TensorData.Of(new string[3], 3, 1)),
            new("at", TensorData.Of(new long[2], 2, 1)),
        ]));
        Assert.Equal("Input 'color': expected 2 rows as in 'size', came 3 rows.", e.Message);
    }

    [Fact]
    public async Task InferAsync_RawColumns_GivesLabels()
    {
        await using Deployment d = await _store.DeployAsync(versions: [TestModels.Raw()]);
        InferenceResult r = await d.InferAsync(
        [
            new("size", TensorData.Of([0.0, 9, double.NaN], 3, 1)),
            new("color", TensorData.Of(["red", "blue", null!], 3, 1)),
            new("at", TensorData.Of(new long[3], 3, 1)),
        ]);
        Assert.Equal(["yes", "yes", "no"], r.Outputs.Single(o => o.Name == "label").Data.Span<string>().ToArray());
    }

    [Fact]
    public async Task InferAsync_LengthsThatDoNotStack_AreAnsweredApart()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { Batching = new() }, versions: [TestModels.Sums()]);
        InferenceResult[] results = await Task.WhenAll(Enumerable.Range(1, 200).Select(i => Task.Run(async () =>
            await d.InferAsync([new("ids", TensorData.Of(Enumerable.Repeat((long)i, 2 * (1 + (i % 7))).ToArray(), 2, 1 + (i % 7)))]))));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i * (1 + (i % 7))), results.Select(r => r.Outputs[0].Data.Span<long>()[1]));
    }
}
