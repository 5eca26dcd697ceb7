using AiInfra.Core.Pipelines;
using Microsoft.Extensions.DependencyInjection;
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
            .AddPipeline("daily", s =>
            {
                var daily = new Pipeline("daily");
                daily.Step("now", "1", (_, _) => Task.FromResult(s.GetRequiredService<TimeProvider>().GetUtcNow().Year));
                return daily;
            }));
        await using ServiceProvider provider = services.BuildServiceProvider();
        Pipeline pipeline = provider.GetRequiredKeyedService<Pipeline>("daily");
        PipelineResult result = await provider.GetRequiredService<PipelineRunner>().RunAsync(pipeline);
        Assert.Equal(1, result.Ran);
        Assert.Single(await provider.GetRequiredService<IPipelineLedger>().ListAsync("daily"));
    }

    [Fact]
    public void AddPipeline_UnderAnotherName_SaysSo()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.AddPipeline("daily", _ => new Pipeline("weekly")));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Contains("'weekly' was added under the name 'daily'", Assert.Throws<InvalidOperationException>(() => provider.GetRequiredKeyedService<Pipeline>("daily")).Message);
    }

    [Fact]
    public void StoreIn_SenselessOptions_AreRefused()
    {
        var services = new ServiceCollection();
        services.AddAiInfra(ai => ai.StoreIn(_folder.File("store"), o => o.BusyTimeout = TimeSpan.Zero).AddPipeline("p", _ => new Pipeline("p"), o => o.MaxParallelSteps = 0));
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Throws<OptionsValidationException>(provider.GetRequiredService<AiInfraStore>);
        Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<PipelineRunnerOptions>>().Value);
    }
}
