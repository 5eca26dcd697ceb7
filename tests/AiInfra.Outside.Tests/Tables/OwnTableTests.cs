using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Retention;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AiInfra.Outside.Tests.Tables;

/// <summary>A table of one's own in a host: kept, pruned, and its pictures outlive a collection.</summary>
public sealed class OwnTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Host_Reviews_AreKeptPrunedAndHoldTheirPictures()
    {
        using IHost host = Build(new() { Age = TimeSpan.FromDays(30) });
        await host.StartAsync(TestContext.Current.CancellationToken);
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        IArtifactStore artifacts = host.Services.GetRequiredService<IArtifactStore>();
        ReviewStore reviews = catalog.GetRequiredStore<ReviewStore>();
        ArtifactDigest picture = await artifacts.PutBytesAsync(new byte[] { 1, 2, 3 }), loose = await artifacts.PutBytesAsync(new byte[] { 4 });
        await reviews.AddAsync(new Review("new", "ann", true, DateTimeOffset.UtcNow), picture);
        await reviews.AddAsync(new Review("old", "ann", false, DateTimeOffset.UtcNow.AddDays(-60)));

        await host.Services.GetRequiredService<ArtifactCollector>().CollectAsync(new ArtifactCollectorOptions { Grace = TimeSpan.Zero });
        await new RetentionSweep(catalog).RunAsync(host.Services.GetRequiredService<IOptions<RetentionOptions>>().Value);

        Assert.Equal((true, false), (await artifacts.ContainsAsync(picture), await artifacts.ContainsAsync(loose)));
        Assert.True((await reviews.OfAsync("new")).Single().IsRight);
        Assert.Empty(await reviews.OfAsync("old"));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Host_LimitThatTheTableDoesNotKnow_DoesNotStart()
    {
        using IHost host = Build(new() { Rows = 3 });
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Modules[reviews]", e.Message, StringComparison.Ordinal);
        Assert.Contains("by age only", e.Message, StringComparison.Ordinal);
    }

    private IHost Build(Keep keep)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder.File("store")).AddStoreModule(new ReviewsModule()).AddRetention(r => r.Modules["reviews"] = keep));
        return builder.Build();
    }
}
