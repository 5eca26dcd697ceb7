using System.Net.Http.Json;
using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Readmes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.MLflow.Tests;

/// <summary>The code of docs/mlflow.md, run.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class MlflowPageTests
{
    [Fact]
    public async Task Host_OfThePage_LogsItsRunsToTheServer()
    {
        using var folder = new ReadmeFolder();
        await using TrackingServer server = await TrackingServer.StartAsync();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Mlflow:Token"] = "secret";

        // <readme> docs/mlflow.md 1
        // Given: WebApplicationBuilder builder
        builder.Services.AddAiInfra(ai => ai
            .StoreIn("data")
            .LogToMlflow("http://mlflow:5000", folder: "data/mlflow-unsent", o => o.Token = builder.Configuration["Mlflow:Token"]));
        // </readme>

        builder.Services.Configure<MlflowOptions>(o => (o.Server, o.FlushTimeout) = (server.Address, TimeSpan.FromSeconds(60)));
        await using (WebApplication app = builder.Build())
        {
            Assert.Equal("secret", app.Services.GetRequiredService<IOptions<MlflowOptions>>().Value.Token);
            IRunStore runs = app.Services.GetRequiredService<ICatalog>().Runs;
            await runs.StartAsync(new RunStart("price-up", "training") { Id = "r" });
            await runs.FinishAsync("r", RunStatus.Finished);
        }

        Run there = Assert.Single(await server.Catalog.Runs.SearchAsync(new RunSearch { Filter = "tags.\"aiinfra.run\" = 'r'" }));
        Assert.Equal(("price-up", RunStatus.Finished), (there.Experiment, there.Status));
    }

    [Fact]
    public async Task Server_OfThePage_TakesWhatItsPythonLogs()
    {
        using var folder = new ReadmeFolder();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAiInfra(ai => ai.StoreIn("data"));
        await using WebApplication app = builder.Build();

        // <readme> docs/mlflow.md 2
        // Given: WebApplication app
        app.MapMlflow();
        // </readme>

        await app.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
        string experiment = (await PostAsync(client, "experiments/create", new { name = "price-up" })).GetProperty("experiment_id").GetString()!;
        string run = (await PostAsync(client, "runs/create", new { experiment_id = experiment })).GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
        await PostAsync(client, "runs/log-metric", new { run_id = run, key = "auc", value = 0.93, timestamp = 1_700_000_000_000, step = 1 });
        Run logged = (await app.Services.GetRequiredService<ICatalog>().Runs.FindAsync(run))!;
        Assert.Equal(("price-up", 0.93), (logged.Experiment, logged.Metrics["auc"]));
        await app.StopAsync();
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string call, object body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync("/api/2.0/mlflow/" + call, body);
        Assert.True(response.IsSuccessStatusCode, $"{call}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
