using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Hosting;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Inference;

/// <summary>What clients are told of a model's kind: what its runtime says.</summary>
public sealed class PlatformTests
{
    [Fact]
    public async Task Get_MetadataOfARuntimesModel_TellsTheNameItIsRegisteredBy() =>
        Assert.Equal("copying", await PlatformAsync(new CopyingRuntime(), "copying"));

    [Fact]
    public async Task Get_MetadataOfARuntimeThatSaysItsPlatform_TellsThat() =>
        Assert.Equal("mine_copy", await PlatformAsync(new DelegateRuntime(new CopyingRuntime().OpenAsync, "mine_copy"), "copying"));

    [Fact]
    public async Task Get_MetadataOfADeploymentsOwnRuntime_IsCustomUnlessItSays()
    {
        Assert.Equal("custom", await PlatformAsync(serving: s => s.Runtime(new CopyingRuntime())));
        Assert.Equal("onnxruntime_onnx", await PlatformAsync(serving: s => s.Runtime(new OnnxModelRuntime())));
    }

    [Fact]
    public async Task Get_MetadataOfAnOnnxModel_IsWhatClientsKnow() => Assert.Equal("onnxruntime_onnx", await PlatformAsync());

    private static async Task<string?> PlatformAsync(IModelRuntime? runtime = null, string? name = null, Action<ServingBuilder>? serving = null)
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["m"] = TestModels.Sum(1) },
            services =>
            {
                if (runtime is not null)
                {
                    services.AddAiInfra().AddRuntime(name!, runtime);
                }
            },
            serving: s =>
            {
                serving?.Invoke(s);
                if (name is not null)
                {
                    s.Runtime(name);
                }
            });
        using var json = JsonDocument.Parse((await host.GetAsync("v2/models/m")).Body);
        return json.RootElement.GetProperty("platform").GetString();
    }

    /// <summary>x float [N,2] -> y, passed on as it is, whatever the file says.</summary>
    private sealed class CopyingRuntime : IModelRuntime
    {
        public Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default)
        {
            var signature = new ModelSignature([new TensorSpec("x", TensorType.Float32, [-1, 2], ["N", null])], [new TensorSpec("y", TensorType.Float32, [-1, 2], ["N", null])]);
            return Task.FromResult<IModel>(new DelegateModel(signature, slot => slot.Inputs[0].Span<float>().CopyTo(slot.Outputs[0].Span<float>())));
        }
    }
}
