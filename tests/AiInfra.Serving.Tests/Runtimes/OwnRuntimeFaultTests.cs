using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>What a runtime of somebody else's does wrong is told in the words that everybody knows.</summary>
public sealed class OwnRuntimeFaultTests : IDisposable
{
    private static readonly TensorSpec[] s_x = [new("x", TensorType.Float64, [-1, 1], ["N", null])];
    private static readonly TensorSpec[] s_value = [new("value", TensorType.Float64, [-1, 1], ["N", null])];
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PredictAsync_ModelThrowsAnything_IsAnInferenceExceptionThatNamesTheVersion(bool batched)
    {
        await using Deployment d = await DeployAsync(() => new DelegateModel(new ModelSignature(s_x, s_value), _ => throw new IndexOutOfRangeException("index 7")), batched);
        var e = await Assert.ThrowsAsync<InferenceException>(async () => await d.PredictAsync(TestRows.X(1)));
        Assert.Equal("Version 1 of deployment 'm' failed: IndexOutOfRangeException: index 7", e.Message);
        Assert.IsType<IndexOutOfRangeException>(e.InnerException);
        Assert.Equal(1, d.View().Versions[0].Failed);
    }

    [Fact]
    public async Task PredictAsync_ModelSaysThatTheRequestDoesNotFit_IsTheRequestsFault()
    {
        await using Deployment d = await DeployAsync(() => new DelegateModel(new ModelSignature(s_x, s_value), _ => throw new InferenceRequestException("x is negative")), batched: true);
        await Assert.ThrowsAsync<InferenceRequestException>(async () => await d.PredictAsync(TestRows.X(1)));
        Assert.Equal(1, d.View().Versions[0].Unfit);
    }

    [Fact]
    public void Run_DisposedOrCancelled_StaysWhatItIs()
    {
        using var model = new DelegateModel(new ModelSignature(s_x, s_value), _ => throw new OperationCanceledException());
        using ModelSlot slot = model.CreateSlot();
        slot.SetRows(1);
        Assert.Throws<OperationCanceledException>(slot.Run);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(slot.Run);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PredictAsync_ModelWithoutSlots_SaysSo(bool batched)
    {
        await using Deployment d = await DeployAsync(() => new NoSlots(), batched);
        var e = await Assert.ThrowsAsync<InferenceException>(async () => await d.PredictAsync(TestRows.X(1)));
        Assert.Contains("CreateSlot of NoSlots gave null", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("null", "gave no model (null)")]
    [InlineData("signature", "without a signature (null)")]
    [InlineData("outputs", "without outputs")]
    [InlineData("throws", "FormatException: bad magic number")]
    public async Task PromoteAsync_RuntimeThatOpensNothing_IsRefusedAndNamed(string how, string expected)
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions
        {
            OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult<IModel>(how switch
            {
                "null" => null!,
                "signature" => new NoSlots { Signature = null! },
                "outputs" => new DelegateModel(new ModelSignature(s_x, []), _ => { }),
                _ => throw new FormatException("bad magic number"),
            })),
        });
        await _store.RegisterAsync("m", [1]);
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.PromoteAsync(1, "a", "r"));
        Assert.Contains("Version 1 of model 'm' does not load: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddRuntime_FactoryThatThrows_NamesTheRuntime()
    {
        var services = new ServiceCollection();
        services.AddAiInfra().AddRuntime("centroids", _ => throw new KeyNotFoundException("no licence"));
        using ServiceProvider provider = services.BuildServiceProvider();
        var e = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<ModelRuntimes>());
        Assert.Equal("Runtime 'centroids' could not be made: KeyNotFoundException: no licence", e.Message);
    }

    [Fact]
    public async Task ModelHost_WithALog_WritesWhatCannotBeFreedAndGoesOn()
    {
        var log = new LogLines<ModelHost>();
        Deployment d = await DeployAsync(() => new NoSlots { Throws = true }, batched: false);
        await new ModelHost([d], log).DisposeAsync();
        Assert.Contains("Deployment m is closed", Assert.Single(log.At(Microsoft.Extensions.Logging.LogLevel.Error)), StringComparison.Ordinal);
    }

    private Task<Deployment> DeployAsync(Func<IModel> model, bool batched) => _store.DeployAsync(
        new DeploymentOptions { WarmUp = false, Batching = batched ? new BatchOptions() : null, OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult(model())) }, versions: [[1]]);

    private sealed class NoSlots : IModel
    {
        public ModelSignature Signature { get; init; } = new(s_x, s_value);

        public bool Throws { get; init; }

        public ModelSlot CreateSlot() => null!;

        public void Dispose()
        {
            if (Throws)
            {
                throw new InvalidOperationException("native handle");
            }
        }
    }
}
