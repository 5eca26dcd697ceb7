using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Outside.Tests.Models;
using AiInfra.Serving.Deployments;
using AiInfra.Support.Stores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AiInfra.Outside.Tests.Requests;

/// <summary>A decorator of somebody else's, before a model of somebody else's.</summary>
public sealed class OwnDecoratorTests : IDisposable
{
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task UseRateLimit_OneKeyTooOften_IsRefusedAndOthersNot()
    {
        ArtifactDigest file = await _store.Artifacts.PutBytesAsync(JsonSerializer.SerializeToUtf8Bytes(new Centroids(["X", "Y"], ["down", "up"], [[0, 1], [1, 0]])), TestContext.Current.CancellationToken);
        ModelVersion version = await _store.Catalog.Models.RegisterAsync(new ModelVersion
        {
            Model = "points",
            Files = new Dictionary<string, ArtifactDigest> { [CentroidRuntime.FileName] = file },
            Tags = new Dictionary<string, string> { [ModelKeys.Runtime] = CentroidRuntime.Name },
        });
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_store.Files)).AddRuntime(CentroidRuntime.Name, new CentroidRuntime()).AddServing("points", s => s.UseRateLimit(2, TimeSpan.FromDays(1)));
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        Deployment deployment = host.Services.GetRequiredKeyedService<Deployment>("points");
        await deployment.PromoteAsync(version.Version, "ann", "the first");
        var ann = new PredictOptions { Key = "ann" };
        await deployment.PredictAsync(Points.At(0.9, 0.1), ann);
        await deployment.PredictManyAsync([Points.At(0.9, 0.1), Points.At(0.1, 0.9)], ann);
        await Assert.ThrowsAsync<TooManyRequestsException>(async () => await deployment.PredictAsync(Points.At(0.9, 0.1), ann));
        Assert.Equal("up", (await deployment.PredictAsync(Points.At(0.9, 0.1), new PredictOptions { Key = "bob" })).Outputs["label"].AsText());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }
}
