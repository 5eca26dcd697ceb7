// <readme> docs/configuration.md 1
using AiInfra.Evaluation;
using AiInfra.Learning;
using AiInfra.Observability.Monitoring;
using AiInfra.Serving.Deployments;
using AiInfra.Training.Models;
// </readme>
using System.Text;
using AiInfra.Readmes;
using AiInfra.Tests.Readmes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Readmes;

/// <summary>The code and the settings of docs/configuration.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ConfigurationDocTests
{
    [Fact]
    public void Configuration_SettingsOfThePage_ReachTheOptions()
    {
        using var folder = new ReadmeFolder();
        WebApplicationBuilder builder = WebApplication.CreateBuilder([]);
        using Stream settings = Settings();
        builder.Configuration.AddJsonStream(settings);

        // <readme> docs/configuration.md 1
        // Given: WebApplicationBuilder builder
        IConfigurationSection late = builder.Configuration.GetSection("AiInfra:late");
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddServing("late")
            .AddTraining("late")
            .AddEvaluation("late")
            .AddMonitoring("late");
        builder.Services.Configure<DeploymentOptions>("late", late.GetSection("Serving"));
        builder.Services.Configure<TabularOptions>("late", late.GetSection("Training"));
        builder.Services.Configure<EvaluationOptions>("late", late.GetSection("Evaluation"));
        builder.Services.Configure<MonitorOptions>("late", late.GetSection("Monitoring"));
        builder.Services.Configure<LearningOptions>("late", late.GetSection("Learning"));
        // </readme>

        using ServiceProvider services = builder.Services.BuildServiceProvider();
        var serving = Get<DeploymentOptions>(services);
        Assert.Equal((0.1, 64, TimeSpan.FromSeconds(10)), (serving.CanaryShare, serving.Batching!.MaxSize, serving.RefreshEvery));
        var training = Get<TabularOptions>(services);
        Assert.Equal([16], training.Design.Layers);
        Assert.Equal((20, 4), (training.Epochs, training.Design.Members));
        Assert.Equal(500, Get<EvaluationOptions>(services).Resamples);
        Assert.Equal(1000, Get<MonitorOptions>(services).Drift!.Window);
        Assert.Equal("Late", Get<LearningOptions>(services).Target);
    }

    [Theory]
    [InlineData("Serving", typeof(DeploymentOptions))]
    [InlineData("Training", typeof(TabularOptions))]
    [InlineData("Evaluation", typeof(EvaluationOptions))]
    [InlineData("Monitoring", typeof(MonitorOptions))]
    [InlineData("Learning", typeof(LearningOptions))]
    public void Configuration_EveryNameOfThePage_IsAnOption(string section, Type options)
    {
        using Stream settings = Settings();
        IConfiguration configuration = new ConfigurationBuilder().AddJsonStream(settings).Build();
        object? bound = configuration.GetSection($"AiInfra:late:{section}").Get(options, o => o.ErrorOnUnknownConfiguration = true);
        Assert.NotNull(bound);
    }

    private static T Get<T>(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<T>>().Get("late");

    private static MemoryStream Settings()
    {
        Assert.SkipWhen(Repository.Root is null, "The test does not run inside the repository.");
        string page = File.ReadAllText(Path.Combine(Repository.Root!, "docs", "configuration.md"));
        return new MemoryStream(Encoding.UTF8.GetBytes(page.Split("```json")[1].Split("```")[0]));
    }
}
