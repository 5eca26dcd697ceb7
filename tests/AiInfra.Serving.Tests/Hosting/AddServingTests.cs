using System.Diagnostics.Metrics;
using AiInfra.Core.Catalog;
using AiInfra.Core.Signals;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;
using AiInfra.Support;
using AiInfra.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AiInfra.Serving.Tests.Hosting;

public sealed class AddServingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StartAsync_ChampionInTheCatalog_AnswersRightAfterTheStart()
    {
        await RegisterAsync();
        using IHost host = Build(s => s.Batch(maxSize: 8, maxDelay: TimeSpan.FromMilliseconds(1)).Canary(0.1));
        await host.StartAsync();
        Deployment d = host.Services.GetRequiredKeyedService<Deployment>("m");
        RowPrediction p = await d.PredictAsync(TestRows.X(21));
        Assert.Equal(42, p.Outputs["value"].AsNumber());
        Assert.Same(d, host.Services.GetRequiredService<IDeployments>().Get("m"));
        await host.StopAsync();
    }

    [Fact]
    public async Task StartAsync_StoreThatIsOnlyRead_AnswersAndRefusesChanges()
    {
        await RegisterAsync();
        await RegisterAsync(factor: 3, champion: false);
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder, o => o.ReadOnly = true)).AddServing("m");
        string[] before = Directory.GetFiles(_folder);
        using IHost host = builder.Build();
        await host.StartAsync();
        Deployment d = host.Services.GetRequiredKeyedService<Deployment>("m");
        Assert.Equal(42, (await d.PredictAsync(TestRows.X(21))).Outputs["value"].AsNumber());
        await Assert.ThrowsAnyAsync<StoreException>(() => d.PromoteAsync(2, "a", "r"));
        Assert.Equal(42, (await d.PredictAsync(TestRows.X(21))).Outputs["value"].AsNumber());
        await host.StopAsync();
        Assert.Equal(before, Directory.GetFiles(_folder));
    }

    [Fact]
    public async Task StartAsync_HostWithoutAStore_NamesStoreIn()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddAiInfra().AddServing("m");
        using IHost host = builder.Build();
        Assert.Contains("StoreIn", (await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_NothingRegistered_HostStartsAndDeploymentSaysWhy()
    {
        using IHost host = Build();
        await host.StartAsync();
        Deployment d = host.Services.GetRequiredService<IDeployments>().Get("m");
        Assert.Equal((DeploymentStatus.Unavailable, "model 'm' has no champion yet: promote one of its versions."), (d.Status, d.View().Reason));
        await host.StopAsync();
    }

    [Fact]
    public async Task StartAsync_OptionOutOfRange_IsRefusedAtStart()
    {
        using IHost host = Build(s => s.Canary(1.5));
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("CanaryShare", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_BatchOptionOutOfRange_IsRefusedAtStart()
    {
        using IHost host = Build(s => s.Batch(maxSize: 0, maxDelay: TimeSpan.FromSeconds(-1)));
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Equal(["DeploymentOptions of 'm': Batching.MaxSize is 1 to 65536; it is 0.", "DeploymentOptions of 'm': Batching.MaxDelay is at least 00:00:00; it is -00:00:01."], e.Failures);
    }

    [Fact]
    public void Constructors_OptionOutOfRange_SayWhatTheHostSays()
    {
        var wrong = new DeploymentOptions { CanaryShare = 1.5, Batching = new BatchOptions { MaxSize = 0 } };
        using AiInfraStore store = AiInfraStore.Open(_folder);
        ArgumentException deployment = Assert.Throws<ArgumentException>("options", () => { _ = new Deployment("m", store.Catalog, store.Artifacts, wrong); });
        Assert.StartsWith("DeploymentOptions: Batching.MaxSize is 1 to 65536; it is 0. CanaryShare is 0 to 1; it is 1.5.", deployment.Message, StringComparison.Ordinal);
        using var gated = new GatedModel();
        ArgumentException batcher = Assert.Throws<ArgumentException>("options", () => { _ = new Batcher(gated.Model, wrong.Batching); });
        Assert.StartsWith("BatchOptions: MaxSize is 1 to 65536; it is 0.", batcher.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_LoaderThrowsAnythingAtAll_HostStartsAndDeploymentSaysWhy()
    {
        await RegisterAsync();
        using IHost host = Build(s => s.Configure(o => o.OwnRuntime = new DelegateRuntime((_, _, _) => throw new HttpRequestException("no route"))));
        await host.StartAsync();
        Deployment d = host.Services.GetRequiredService<IDeployments>().Get("m");
        Assert.Equal(DeploymentStatus.Unavailable, d.Status);
        Assert.Equal("version 1 does not load: its loading failed. The host's log says more.", d.View().Reason);
        await host.StopAsync();
    }

    [Fact]
    public async Task RefreshEvery_Never_IsRefusedAtStart()
    {
        using IHost host = Build(s => s.Configure(o => o.RefreshEvery = TimeSpan.Zero));
        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
    }

    [Fact]
    public void Get_UnknownName_ListsTheDeployments()
    {
        using IHost host = Build();
        var e = Assert.Throws<KeyNotFoundException>(() => host.Services.GetRequiredService<IDeployments>().Get("n"));
        Assert.Equal("There is no deployment 'n'. Deployments: m.", e.Message);
    }

    [Fact]
    public async Task PredictAsync_SomebodyMeasures_RecordsDurationAndBatchSizeWithTags()
    {
        await RegisterAsync();
        using IHost host = Build(s => s.Batch());
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        var meters = host.Services.GetRequiredService<IMeterFactory>();

        // Of this host only: a listener is the process's, and neighbours count the bytes that measuring costs.
        using var listener = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name == "AiInfra.Serving" && i.Meter.Scope == meters) { l.EnableMeasurementEvents(i); } } };
        listener.SetMeasurementEventCallback<double>((i, v, tags, _) => seen.Add($"{i.Name} {string.Join(",", tags.ToArray().Select(t => t.Value))}"));
        listener.SetMeasurementEventCallback<int>((i, v, tags, _) => seen.Add($"{i.Name}={v}"));
        listener.Start();
        await host.StartAsync();
        await host.Services.GetRequiredService<IDeployments>().Get("m").PredictAsync(TestRows.X(1));
        Assert.Contains("aiinfra.serving.request.duration m,1", seen);
        Assert.Contains("aiinfra.serving.queue.duration m,1", seen);
        Assert.Contains("aiinfra.serving.batch.size=1", seen);
        await host.StopAsync();
    }

    [Fact]
    public async Task PredictAsync_SomebodyTraces_SpanIsNamedByTheDeployment()
    {
        await RegisterAsync();
        using IHost host = Build(s => s.Model("m"));
        using var parent = new System.Diagnostics.Activity("test").Start();
        var spans = new System.Collections.Concurrent.ConcurrentBag<System.Diagnostics.Activity>();
        using var listener = new System.Diagnostics.ActivityListener
        {
            ShouldListenTo = s => s.Name == "AiInfra.Serving",
            Sample = (ref _) => System.Diagnostics.ActivitySamplingResult.AllData,
            ActivityStopped = a => { if (a.RootId == parent.RootId) { spans.Add(a); } },
        };
        System.Diagnostics.ActivitySource.AddActivityListener(listener);
        await host.StartAsync();
        await host.Services.GetRequiredService<IDeployments>().Get("m").PredictAsync(TestRows.X(1));

        System.Diagnostics.Activity span = Assert.Single(spans);
        Assert.Equal(("predict m", System.Diagnostics.ActivityKind.Internal, "m", 1), (span.DisplayName, span.Kind, span.GetTagItem("aiinfra.deployment.name"), span.GetTagItem("aiinfra.model.version")));
        await host.StopAsync();
    }

    [Fact]
    public async Task RefreshEvery_AnotherProcessPromotes_IsTakenOverByDefault()
    {
        await RegisterAsync();
        await RegisterAsync(factor: 5, champion: false);
        using IHost host = Build();
        await host.StartAsync();
        await using (var other = new ServiceCollection().AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("m").Services.BuildServiceProvider())
        {
            await other.GetRequiredService<IDeployments>().Get("m").PromoteAsync(2, "elsewhere", "r");
        }

        Deployment d = host.Services.GetRequiredService<IDeployments>().Get("m");
        await Until.HoldsAsync(async () => (await d.PredictAsync(TestRows.X(1))).Version == 2);

        Assert.Equal(5, (await d.PredictAsync(TestRows.X(1))).Outputs["value"].AsNumber());
        await host.StopAsync();
    }

    private IHost Build(Action<AiInfra.Serving.Hosting.ServingBuilder>? serving = null)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddMetrics();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("m", serving);
        return builder.Build();
    }

    private async Task RegisterAsync(double factor = 2, bool champion = true)
    {
        await using ServiceProvider services = new ServiceCollection().AddAiInfra(ai => ai.StoreIn(_folder)).Services.BuildServiceProvider();
        var artifacts = services.GetRequiredService<AiInfra.Core.Artifacts.IArtifactStore>();
        using var content = new MemoryStream(TestModels.Scale(factor));
        var digest = await artifacts.PutAsync(content);
        ICatalog catalog = services.GetRequiredService<ICatalog>();
        ModelVersion version = await catalog.Models.RegisterAsync(new ModelVersion { Model = "m", Files = new Dictionary<string, AiInfra.Core.Artifacts.ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        if (champion)
        {
            await catalog.Models.MoveAliasesAsync([new AliasMove("m", Aliases.Champion, null, version.Version, "a", "r", DateTimeOffset.UnixEpoch)]);
        }
    }
}
