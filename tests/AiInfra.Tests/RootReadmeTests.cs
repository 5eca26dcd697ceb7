using System.Net.Http.Json;
using System.Text.Json;
using AiInfra.Learning;
using AiInfra.Readmes;
using AiInfra.Tests.Readmes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Readmes;

/// <summary>The host of the repository's README, run, and asked over the protocol.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class RootReadmeTests
{
    [Fact]
    public async Task Readme_Host_LearnsAndAnswersOverTheProtocol()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(300));
        string[] args = ["--urls", "http://127.0.0.1:0"];

        // <readme> README.md 1
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from
                .Csv("readings.csv")
                .Clean(r => r with { Site = r.Site.Trim() })
                .Expect(e => e.NotNull(r => r.Price).InRange(r => r.Demand, 0, 1))
                .Deduplicate()
                .Append().AtStart())                                                           // a bad file is an error in the log, and yesterday's model answers
            .AddEvaluation<Reading>("price-up", e => e.Accuracy().RocAuc().SliceBy(r => r.Site))
            .AddServing("price-up", s => s.Batch(maxSize: 64, maxDelay: TimeSpan.FromMilliseconds(1)))
            .AddMonitoring("price-up", m => m.Drift().Quality().Log())
            .AddContinuousLearning<Reading>("price-up", loop => loop.On("readings").Target(r => r.Up).RetrainOnDrift().RollBackWhenWorse());
        // </readme>
        builder.Logging.ClearProviders();
        // <readme> README.md 1

        WebApplication app = builder.Build();
        app.MapAiInfra();                                                                  // Open Inference Protocol, /healthz, and the page at /aiinfra
        // </readme>
        Task<JsonElement> visit = VisitAsync(app);
        // <readme> README.md 1
        await app.RunAsync();
        // </readme>

        JsonElement answer = await visit;
        Assert.Contains("label", answer.GetProperty("outputs").EnumerateArray().Select(o => o.GetProperty("name").GetString()));
        Assert.Equal("1", answer.GetProperty("model_version").GetString());
    }

    /// <summary>Waits for the first model and for the server, which may come in either order, asks over HTTP, and stops the host.</summary>
    private static async Task<JsonElement> VisitAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            LearningLoop loop = app.Services.GetRequiredKeyedService<LearningLoop>("price-up");
            while (loop.Status.Champion is null || !app.Lifetime.ApplicationStarted.IsCancellationRequested)
            {
                await Task.Delay(20, limit.Token);
            }

            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
            using var body = new StringContent("""{"inputs":[{"name":"Site","datatype":"BYTES","shape":[1,1],"data":["north"]},{"name":"Price","datatype":"FP64","shape":[1,1],"data":[40]},{"name":"Demand","datatype":"FP64","shape":[1,1],"data":[0.9]}]}""");
            using HttpResponseMessage response = await client.PostAsync("/v2/models/price-up/infer", body, limit.Token);
            Assert.Contains("price-up", await client.GetStringAsync("/aiinfra", limit.Token));
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(limit.Token);
        }
        finally
        {
            app.Lifetime.StopApplication();
        }
    }

    // <readme> README.md 1
    record Reading(string Site, double Price, double Demand, string Up);
    // </readme>
}
