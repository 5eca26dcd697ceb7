using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Serving.Tests.Runtimes;

/// <summary>Versions are opened by the runtime that they name.</summary>
public sealed class ModelRuntimesTests : IDisposable
{
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    public sealed record In(double A, double B);

    public sealed record Out(double Value);

    [Fact]
    public async Task AddRuntime_VersionsOfTwoRuntimes_AnswerSideBySideInOneDeployment()
    {
        await LinearAsync("""{"a":2,"b":-1,"bias":0.5}""");
        await LinearAsync("""{"a":3,"b":0,"bias":0}""");
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddSingleton<ICatalog>(_store.Catalog);
        builder.Services.AddSingleton<IArtifactStore>(_store.Artifacts);
        builder.Services.AddAiInfra().AddRuntime("linear", new LinearRuntime()).AddServing("m", s => s.Batch(maxSize: 16)).AddServing("n");
        await _store.RegisterAsync("n", TestModels.Scale(7));
        using IHost host = builder.Build();
        await host.StartAsync();
        IDeployments deployments = host.Services.GetRequiredService<IDeployments>();
        Deployment d = deployments.Get("m");
        await d.PromoteAsync(1, "a", "r");
        await d.ChallengeAsync(2, "a", "r", 0.5);
        await deployments.Get("n").PromoteAsync(1, "a", "r");
        Predictor<In, Out> typed = d.Typed<In, Out>();
        Assert.Equal(7.5, (await typed.PredictAsync(new In(5, 3), new PredictOptions { Version = 1 })).Output.Value);
        Assert.Equal(15, (await typed.PredictAsync(new In(5, 3), new PredictOptions { Version = 2 })).Output.Value);
        Assert.Equal(7, (await deployments.Get("n").PredictAsync(TestRows.X(1))).Outputs["value"].AsNumber());
        await d.PromoteAsync(2, "a", "r");
        await d.RollBackAsync("a", "r");
        Assert.Equal(7.5, (await typed.PredictAsync(new In(5, 3))).Output.Value);
        await host.StopAsync();
    }

    [Fact]
    public async Task PromoteAsync_RuntimeThatIsNotThere_NamesThoseThatAre()
    {
        await LinearAsync("""{"a":2}""");
        await using Deployment d = Create(new() { ["other"] = new LinearRuntime() });
        await d.StartAsync();
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.PromoteAsync(1, "a", "r"));
        Assert.Contains("no runtime 'linear' in this host, only onnx, other", e.Message, StringComparison.Ordinal);
        Assert.Equal(DeploymentStatus.Unavailable, d.Status);
    }

    [Fact]
    public async Task PromoteAsync_NothingSaysWhichRuntime_SaysWhatIsThereAndWhatIsMissing()
    {
        await _store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "m", Files = new Dictionary<string, ArtifactDigest> { ["weights.bin"] = await _store.Artifacts.PutBytesAsync(new byte[] { 1 }) } });
        await using Deployment d = Create([]);
        await d.StartAsync();
        var e = await Assert.ThrowsAsync<DeploymentException>(() => d.PromoteAsync(1, "a", "r"));
        Assert.Contains("no file 'model.onnx', only weights.bin", e.Message, StringComparison.Ordinal);
        Assert.Contains("aiinfra.runtime", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_RuntimeOfTheOptions_GoesBeforeTheVersionsOwn()
    {
        ArtifactDigest json = await _store.Artifacts.PutBytesAsync("""{"a":2}"""u8.ToArray());
        await _store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "m", Files = new Dictionary<string, ArtifactDigest> { [LinearRuntime.File] = json } });
        await using Deployment d = Create(new() { ["mine"] = new LinearRuntime() }, new DeploymentOptions { Runtime = "mine" });
        using IModel model = await d.OpenAsync(1);
        Assert.Equal("a", model.Signature.Inputs[0].Name);
        await Assert.ThrowsAsync<DeploymentException>(() => d.OpenAsync(2));
    }

    [Fact]
    public async Task OpenAsync_RuntimeCalledOnnx_TakesThePlaceOfOnnxRuntime()
    {
        await _store.RegisterAsync("m", TestModels.Scale(2));
        await using Deployment d = Create(new() { [ModelRuntimes.Onnx] = new LinearRuntime() });
        Assert.Contains(LinearRuntime.File, (await Assert.ThrowsAsync<ModelLoadException>(() => d.OpenAsync(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_RuntimeOfThisDeploymentAlone_OpensWhateverTheVersionsSay()
    {
        await _store.RegisterAsync("m", TestModels.Scale(2));
        using IModel model = await new OnnxModelRuntime().OpenAsync((await _store.Catalog.Models.FindAsync("m", 1))!, _store.Artifacts);
        await using Deployment d = Create([], new DeploymentOptions { OwnRuntime = new DelegateRuntime((_, _, _) => Task.FromResult(model), "mine") });
        Assert.Same(model, await d.OpenAsync(1));
        await d.PromoteAsync(1, "a", "r");
        Assert.Equal("mine", Assert.Single(d.View().Versions).Platform);
    }

    [Fact]
    public async Task OpenAsync_FilesInAnotherStore_AreOpenedFromThere()
    {
        using var aside = new TestStore();
        var version = new ModelVersion { Model = "m", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = await aside.Artifacts.PutBytesAsync(TestModels.Scale(2)) } };
        await using Deployment d = Create([]);
        using IModel model = await d.OpenAsync(version, aside.Artifacts);
        Assert.Equal("value", model.Signature.Outputs[0].Name);
        await Assert.ThrowsAsync<ArtifactNotFoundException>(() => d.OpenAsync(version));
    }

    [Fact]
    public void Options_TwoRuntimes_AreRefused()
    {
        var both = new DeploymentOptions { Runtime = "linear", OwnRuntime = new LinearRuntime() };
        Assert.Contains("not by both", Assert.Throws<ArgumentException>(() => Create([], both)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelRuntimes_TwoOfOneName_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new ModelRuntimes([KeyValuePair.Create<string, IModelRuntime>("a", new LinearRuntime()), KeyValuePair.Create<string, IModelRuntime>("a", new LinearRuntime())]));

    private Deployment Create(Dictionary<string, IModelRuntime> runtimes, DeploymentOptions? options = null) => new("m", _store.Catalog, _store.Artifacts, options, runtimes: new ModelRuntimes(runtimes));

    private async Task LinearAsync(string json) => await _store.Catalog.Models.RegisterAsync(new ModelVersion
    {
        Model = "m",
        Files = new Dictionary<string, ArtifactDigest> { [LinearRuntime.File] = await _store.Artifacts.PutBytesAsync(System.Text.Encoding.UTF8.GetBytes(json)) },
        Tags = new Dictionary<string, string> { [ModelKeys.Runtime] = "linear" },
    });
}
