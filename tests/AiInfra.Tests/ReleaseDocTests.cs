// <readme> docs/release.md 1
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Hosting;
using AiInfra.Releases;
using AiInfra.Training.Models;
// </readme>
// <readme> docs/release.md 2
using System.Text.Json.Serialization;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
// </readme>
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AiInfra.Readmes;
using AiInfra.Tests.Readmes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Readmes;

/// <summary>The worker and the service of docs/release.md, run one after the other over one store.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed partial class ReleaseDocTests
{
    [Fact]
    public async Task Release_WorkerThenService_AnswersAndTakesLabels()
    {
        using var folder = new ReadmeFolder();
        await File.WriteAllLinesAsync("readings.csv", SampleReadings.Lines(800));
        await WorkAsync([]);
        await ServeAsync(["--urls", "http://127.0.0.1:0"]);
    }

    private static async Task WorkAsync(string[] args)
    {
        // <readme> docs/release.md 1
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddIngestion<Reading>("readings", from => from.Csv("readings.csv").Expect(e => e.NotNull(r => r.Up)))
            .AddTraining("price-up", o => o.Epochs = 20)
            .AddEvaluation("price-up", e => e.Accuracy().RocAuc().SliceBy("Site")
                .Gate(g => g.AtLeast("rocAuc", 0.8, confidence: 0.95).BetterThanTrivial("accuracy")));
        using IHost host = builder.Build();
        IServiceProvider services = host.Services;

        Dataset dataset = (await services.GetRequiredService<IngestionRunner>().RunAsync("readings")).Dataset;
        RowBatch rows = await dataset.ReadColumnsAsync();
        (RowBatch past, RowBatch newest) = RowSplit.ByOrder(rows, testShare: 0.25);              // judged on rows that it never saw
        using TabularModel model = await services.GetRequiredKeyedService<TabularTrainer>("price-up").FitAsync(past, "Up", ModelTask.Classification);

        ReleaseCandidate candidate = await ModelRelease.From(services, "price-up").RegisterAsync("price-up", model, newest, dataset);
        Console.WriteLine(candidate);                                                            // the gate's reasons, and the version or that there is none
        File.WriteAllText("report.md", candidate.Report.ToMarkdown());                           // or ToHtml(), ToJUnit()
        // </readme>
    }

    private static async Task ServeAsync(string[] args)
    {
        // <readme> docs/release.md 2
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddServing("price-up", s => s.Batch(maxSize: 64).Canary(0.10))
            .AddMonitoring("price-up", m => m.Drift().Quality().Log());
        builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, PriceJson.Default));   // needs no reflection: may be trimmed
        // </readme>
        builder.Logging.ClearProviders();
        // <readme> docs/release.md 2
        builder.Services.AddAiInfraProblemDetails();                                                                             // refusals are 400, 409 or 503 with words
        WebApplication app = builder.Build();
        app.UseExceptionHandler();
        app.MapAiInfra();

        app.MapPost("/price", async (Question question, [FromKeyedServices("price-up")] Deployment model) =>
        {
            TypedPrediction<Answer> answer = await model.Typed<Question, Answer>().PredictAsync(question);
            return new Reply(answer.Id.ToString(), answer.Output.Label, answer.Output.Probability);
        });
        app.MapPost("/price/{id}/was/{label}", (string id, string label, SignalHub signals) => signals.Publish(new Feedback(id, label, DateTimeOffset.UtcNow)));

        // Whoever may release: behind authorization of yours.
        app.MapPost("/release/try/{version:int}", (int version, [FromKeyedServices("price-up")] Deployment model) => model.ChallengeAsync(version, "ann", "newer data", share: 0));
        app.MapPost("/release/promote/{version:int}", (int version, [FromKeyedServices("price-up")] Deployment model) => model.PromoteAsync(version, "ann", "better in the shadow"));
        app.MapPost("/release/back", (string why, [FromKeyedServices("price-up")] Deployment model) => model.RollBackAsync("ann", why));
        // </readme>
        Task<JsonElement> visit = VisitAsync(app);
        // <readme> docs/release.md 2
        await app.RunAsync();
        // </readme>

        JsonElement answer = await visit;
        Assert.Equal("yes", answer.GetProperty("label").GetString());
    }

    private static async Task<JsonElement> VisitAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            while (app.Urls.Count == 0 || app.Urls.First().EndsWith(":0", StringComparison.Ordinal))
            {
                await Task.Delay(20, limit.Token);
            }

            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/readyz", limit.Token)).StatusCode);
            using HttpResponseMessage early = await client.PostAsJsonAsync("/price", new Question("north", 20, 0.9), limit.Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
            Assert.Contains("no champion yet", await early.Content.ReadAsStringAsync(limit.Token), StringComparison.Ordinal);
            (await client.PostAsync("/release/promote/1", null, limit.Token)).EnsureSuccessStatusCode();
            Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz", limit.Token)).StatusCode);
            using HttpResponseMessage response = await client.PostAsJsonAsync("/price", new Question("north", 20, 0.9), limit.Token);
            JsonElement answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(limit.Token);
            (await client.PostAsync($"/price/{answer.GetProperty("id").GetString()}/was/yes", null, limit.Token)).EnsureSuccessStatusCode();
            return answer;
        }
        finally
        {
            app.Lifetime.StopApplication();
        }
    }

    // <readme> docs/release.md 1
    record Reading(string Site, double Price, double Demand, string Up);
    // </readme>

    // <readme> docs/release.md 2
    record Question(string Site, double? Price, double? Demand);
    record Answer(string Label, float[] Probability);
    record Reply(string Id, string Label, float[] Probability);

    [JsonSerializable(typeof(Question))]
    [JsonSerializable(typeof(Reply))]
    partial class PriceJson : JsonSerializerContext;
    // </readme>
}
