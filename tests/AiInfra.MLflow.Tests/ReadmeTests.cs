using AiInfra.Core.Catalog;
using AiInfra.Readmes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.MLflow.Tests;

/// <summary>The README's code.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Host_OfTheReadme_LogsItsRuns()
    {
        using var folder = new ReadmeFolder();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        // <readme> src/AiInfra.MLflow/README.md 1
        // Given: WebApplicationBuilder builder
        builder.Services.AddAiInfra(ai => ai
            .StoreIn("data")
            .LogToMlflow("http://mlflow:5000", folder: "data/mlflow-unsent"));
        // </readme>
        builder.Services.Configure<MlflowOptions>(o => o.FlushTimeout = TimeSpan.Zero);
        await using WebApplication app = builder.Build();
        ICatalog catalog = app.Services.GetRequiredService<ICatalog>();
        Assert.IsType<MlflowRunStore>(catalog.Runs);
        Run run = await catalog.Runs.StartAsync(new RunStart("e", "k"));
        Assert.NotNull(await catalog.Runs.FindAsync(run.Id));
        Assert.NotNull(catalog.GetStore<IExperimentStore>());
    }

    [Fact]
    public void LogToMlflow_BeforeTheStore_SaysSo() =>
        Assert.Contains("StoreIn", Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddAiInfra(ai => ai.LogToMlflow("http://a", "b"))).Message, StringComparison.Ordinal);
}
