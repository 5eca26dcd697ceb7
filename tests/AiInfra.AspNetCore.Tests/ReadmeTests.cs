// <readme> src/AiInfra.AspNetCore/README.md 2
using OpenTelemetry.Metrics;
// </readme>
using System.Net.Http.Json;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Onnx;
using AiInfra.Readmes;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Readmes;

/// <summary>The code of the package's README, run; and its request, asked.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_Host_AnswersAndMeasures()
    {
        using var folder = new ReadmeFolder();
        await Task.Run(() => ServeAsync(["--urls", "http://127.0.0.1:0"])).WaitAsync(TimeSpan.FromMinutes(5));
    }

    private static async Task ServeAsync(string[] args)
    {
        // <readme> src/AiInfra.AspNetCore/README.md 1
        WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
        builder.Services.AddAiInfra(ai => ai.StoreIn("data/aiinfra"))
            .AddServing("price-up", s => s.Batch(maxSize: 64, maxDelay: TimeSpan.FromMilliseconds(1)));
        // </readme>
        builder.Logging.ClearProviders();
        // <readme> src/AiInfra.AspNetCore/README.md 2
        // Given: WebApplicationBuilder builder; WebApplication app
        builder.Services.AddOpenTelemetry().WithMetrics(m => m.AddMeter("AiInfra*").AddPrometheusExporter());
        // </readme>
        // <readme> src/AiInfra.AspNetCore/README.md 1

        WebApplication app = builder.Build();
        app.MapAiInfra();
        // </readme>
        // <readme> src/AiInfra.AspNetCore/README.md 2
        app.MapPrometheusScrapingEndpoint("/metrics");
        // </readme>
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app.Lifetime.ApplicationStarted.Register(() => _ = AskAsync(app, asked));
        await RegisterAsync(app.Services);
        // <readme> src/AiInfra.AspNetCore/README.md 1
        app.Run();
        // </readme>
        await asked.Task;
    }

    private static async Task AskAsync(WebApplication app, TaskCompletionSource asked)
    {
        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
            using var body = new StringContent("""{"inputs":[{"name":"input","shape":[1,2],"datatype":"FP32","data":[0.2,0.7]}]}""");
            using HttpResponseMessage response = await client.PostAsync("/v2/models/price-up/infer", body);
            JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.Equal("probability", answer.GetProperty("outputs")[0].GetProperty("name").GetString());
            Assert.Equal(["model_name", "model_version", "parameters", "outputs"], answer.EnumerateObject().Select(p => p.Name));
            Assert.Contains("aiinfra_serving_request_duration_seconds_count", await client.GetStringAsync("/metrics"));
            asked.SetResult();
        }
        catch (Exception e)
        {
            asked.SetException(e);
        }
        finally
        {
            await app.StopAsync();
        }
    }

    private static async Task RegisterAsync(IServiceProvider services)
    {
        var graph = new OnnxGraphBuilder("price-up");
        graph.Output("probability", graph.Softmax(graph.Input("input", OnnxElementType.Float, ["N", 2])));
        ArtifactDigest onnx = await services.GetRequiredService<IArtifactStore>().PutBytesAsync(graph.Build().ToBytes());
        ICatalog catalog = services.GetRequiredService<ICatalog>();
        await catalog.Models.RegisterAsync(new ModelVersion { Model = "price-up", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = onnx } });
        await catalog.Models.MoveAliasesAsync([new AliasMove("price-up", Aliases.Champion, null, 1, "ann", "first", DateTimeOffset.UtcNow)]);
    }
}
