using AiInfra.Core.Pipelines;
using AiInfra.Support;
using AiInfra.Sqlite.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace AiInfra.Sqlite.Tests;

public sealed class HostingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AddPipeline_InAHost_RunsOnTheStore()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai
            .StoreIn(_folder.File("store"))
            .AddPipeline("daily", p => p
                .Parameter("rate", "2")
                .Step("now", "1", (c, _) => Task.FromResult(p.Services.GetRequiredService<TimeProvider>().GetUtcNow().Year * int.Parse(c.Parameter("rate"))), new StepOptions { Parameters = ["rate"] })));
        await using ServiceProvider provider = services.BuildServiceProvider();
        PipelineResult result = await provider.GetRequiredService<PipelineScheduler>().RunAsync("daily");
        Assert.Equal(1, result.Ran);
        Assert.Equal("2", Assert.Single(await provider.GetRequiredService<IPipelineLedger>().ListAsync("daily")).Identity.Parameters["rate"]);
    }

    [Fact]
    public void AddPipeline_Twice_SaysSo() => Assert.Contains(
        "a pipeline 'daily' already", Assert.Throws<ArgumentException>(() => new ServiceCollection().AddAiInfra(ai => ai.AddPipeline("daily", _ => { }).AddPipeline("daily", _ => { }))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task AddPipeline_Schedule_RunsWhileTheHostRuns()
    {
        var ran = new TaskCompletionSource();
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(_folder.File("store")).AddPipeline("often", p => p
            .Schedule("* * * * * *")
            .Step("tick", "1", (_, _) => Task.FromResult(ran.TrySetResult()), StepOptions.EveryRun)));
        await using ServiceProvider provider = services.BuildServiceProvider();
        IHostedService[] hosted = [.. provider.GetServices<IHostedService>()];
        foreach (IHostedService one in hosted)
        {
            await one.StartAsync(default);
        }

        await ran.Task.WaitAsync(TimeSpan.FromMinutes(2));
        foreach (IHostedService one in hosted)
        {
            await one.StopAsync(default);
        }
    }

    [Fact]
    public void StoreIn_SenselessOptions_AreRefused()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(_folder.File("store"), o => o.BusyTimeout = TimeSpan.Zero).AddPipeline("p", _ => { }).ConfigurePipelines(o => o.MaxParallelSteps = 0));
        using ServiceProvider provider = services.BuildServiceProvider();
        string store = Assert.Single(Assert.Throws<OptionsValidationException>(provider.GetRequiredService<AiInfraStore>).Failures);
        string runner = Assert.Single(Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PipelineRunnerOptions>>().Value).Failures);
        Assert.Equal("SqliteStoreOptions: BusyTimeout is at least 00:00:01; it is 00:00:00.", store);
        Assert.Equal("PipelineRunnerOptions: MaxParallelSteps is at least 1; it is 0.", runner);
        AggregateException atStart = Assert.Throws<AggregateException>(provider.GetRequiredService<IStartupValidator>().Validate);
        Assert.Equal(new[] { store, runner }.Order(), atStart.InnerExceptions.Select(e => e.Message).Order());

        // Without a host, in the same words.
        using AiInfraStore right = AiInfraStore.Open(_folder.File("right"));
        Assert.StartsWith(store, Assert.Throws<ArgumentException>(() => AiInfraStore.Open(_folder.File("wrong"), options: new SqliteStoreOptions { BusyTimeout = TimeSpan.Zero })).Message, StringComparison.Ordinal);
        Assert.StartsWith(runner, Assert.Throws<ArgumentException>(() => new PipelineRunner(right.Ledger, new PipelineRunnerOptions { MaxParallelSteps = 0 })).Message, StringComparison.Ordinal);
    }
}
