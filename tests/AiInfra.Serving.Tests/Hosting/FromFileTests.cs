using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Serving.Tests.Hosting;

public sealed class FromFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => Path.Combine(_folder, "model.onnx");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FromFile_NothingInTheCatalog_IsRegisteredPromotedAndAnswers()
    {
        await File.WriteAllBytesAsync(Model, TestModels.Scale(2));
        using IHost host = Build();
        await host.StartAsync();
        Assert.Equal(42, await AskAsync(host, 21));
        await host.StopAsync();
    }

    [Fact]
    public async Task FromFile_StartedAgainWithTheSameBytes_IsOneVersion()
    {
        await File.WriteAllBytesAsync(Model, TestModels.Scale(2));
        for (int start = 0; start < 3; start++)
        {
            using IHost host = Build();
            await host.StartAsync();
            Assert.Single(await host.Services.GetRequiredService<ICatalog>().Models.VersionsAsync("m"));
            await host.StopAsync();
        }
    }

    [Fact]
    public async Task FromFile_OtherBytesBesideAChampion_AreRegisteredAndTheChampionGoesOn()
    {
        await File.WriteAllBytesAsync(Model, TestModels.Scale(2));
        using (IHost first = Build())
        {
            await first.StartAsync();
            await first.StopAsync();
        }

        await File.WriteAllBytesAsync(Model, TestModels.Scale(5));
        using IHost host = Build();
        await host.StartAsync();
        Assert.Equal(2, await AskAsync(host, 1));
        Assert.Equal([2, 1], (await host.Services.GetRequiredService<ICatalog>().Models.VersionsAsync("m")).Select(v => v.Version));
        await host.Services.GetRequiredService<IDeployments>().Get("m").PromoteAsync(2, "ann", "newer");
        Assert.Equal(5, await AskAsync(host, 1));
        await host.StopAsync();
    }

    [Fact]
    public async Task FromFile_NoSuchFile_HostStartsAndDeploymentSaysWhere()
    {
        using IHost host = Build();
        await host.StartAsync();
        Deployment deployment = host.Services.GetRequiredService<IDeployments>().Get("m");
        Assert.Equal(DeploymentStatus.Unavailable, deployment.Status);
        Assert.Contains(Model, deployment.View().Reason, StringComparison.Ordinal);
        await host.StopAsync();
    }

    [Fact]
    public void AddServing_WithoutAStore_SaysHowToChooseOne()
    {
        using ServiceProvider services = new ServiceCollection().AddAiInfra().AddServing("m").Services.BuildServiceProvider();
        var e = Assert.Throws<InvalidOperationException>(() => services.GetRequiredKeyedService<Deployment>("m"));
        Assert.Contains("StoreIn", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegisterOnceAsync_SameFiles_IsTheOldestVersion()
    {
        await File.WriteAllBytesAsync(Model, TestModels.Scale(2));
        await using ServiceProvider services = new ServiceCollection().AddAiInfra(ai => ai.StoreIn(Path.Combine(_folder, "store"))).Services.BuildServiceProvider();
        ICatalog catalog = services.GetRequiredService<ICatalog>();
        var artifacts = services.GetRequiredService<AiInfra.Core.Artifacts.IArtifactStore>();
        ModelVersion first = await catalog.RegisterFileAsync(artifacts, "m", Model);
        await catalog.Models.RegisterAsync(first with { Version = 0 });
        await catalog.Models.RegisterAsync(first with { Version = 0, Files = new Dictionary<string, AiInfra.Core.Artifacts.ArtifactDigest>(first.Files) { ["more"] = first.Files[ModelFiles.Onnx] } });

        Assert.Equal(1, (await catalog.RegisterFileAsync(artifacts, "m", Model)).Version);
        Assert.Equal(1, (await catalog.RegisterFileAsync(artifacts, "other", Model)).Version);
        Assert.Equal(3, (await catalog.Models.VersionsAsync("m")).Count);
    }

    private static async Task<double> AskAsync(IHost host, double x) =>
        (await host.Services.GetRequiredService<IDeployments>().Get("m").PredictAsync(TestRows.X(x))).Outputs["value"].AsNumber();

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAiInfra(ai => ai.StoreIn(Path.Combine(_folder, "store"))).AddServing("m", s => s.FromFile(Model));
        return builder.Build();
    }
}
