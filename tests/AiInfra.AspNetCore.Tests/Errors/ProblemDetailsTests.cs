using System.Text.Json;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Rows;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Errors;

/// <summary>The services' exceptions in a host's own endpoints.</summary>
public sealed class ProblemDetailsTests
{
    [Theory]
    [InlineData("full", 503, "wait already")]
    [InlineData("late", 503, "20 ms")]
    [InlineData("nothing", 503, "no champion")]
    [InlineData("misfit", 400, "expected a number")]
    [InlineData("impossible", 409, "no previous version")]
    [InlineData("unreasoned", 400, "reason")]
    [InlineData("broken", 500, "the server's log says why")]
    public async Task Endpoint_LetsAServicesExceptionOut_AnswersProblemDetails(string path, int expected, string said)
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) },
            s =>
            {
                s.AddAiInfraProblemDetails();
                s.AddAiInfra().AddServing("nothing");
            },
            app =>
            {
                app.UseExceptionHandler();
                app.MapGet("/own/full", () => Throw(new QueueFullException(8, 8)));
                app.MapGet("/own/late", () => Throw(new RequestTimeoutException(TimeSpan.FromMilliseconds(20))));
                app.MapGet("/own/nothing", async ([FromKeyedServices("nothing")] Deployment d) => (await d.PredictAsync(new Row(new RowSchema([new Column("x", ValueKind.Number)]), [1]))).Id);
                app.MapGet("/own/misfit", async ([FromKeyedServices("sum")] Deployment d) => (await d.PredictAsync(new Row(new RowSchema([new Column("x[0]", ValueKind.Text), new Column("x[1]", ValueKind.Text)]), ["a", "b"]))).Id);
                app.MapGet("/own/impossible", ([FromKeyedServices("sum")] Deployment d) => d.RollBackAsync("ann", "worse"));
                app.MapGet("/own/unreasoned", ([FromKeyedServices("sum")] Deployment d) => d.RollBackAsync("ann", ""));
                app.MapGet("/own/broken", () => Throw(new InferenceException("/src/core/session.cc:12 secret")));
            });
        using HttpResponseMessage response = await host.Client.GetAsync($"own/{path}");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal((expected, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Contains(said, json.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("session.cc", json.RootElement.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(expected == 503, response.Headers.RetryAfter is not null);
    }

    private static IResult Throw(Exception e) => throw e;
}
