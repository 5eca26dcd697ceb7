// <readme> docs/requests.md 2
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Protocol;
// </readme>
using System.Net;
using AiInfra.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Inference;

/// <summary>An endpoint that a host writes itself, with the public protocol types: the code of docs/requests.md, run.</summary>
public sealed class OwnEndpointTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["price-up"] = TestModels.Sum(10) },
        services => services.AddAiInfraProblemDetails(),
        app =>
        {
            app.UseExceptionHandler();

            // <readme> docs/requests.md 2
            // Given: WebApplication app
            app.MapPost("/score", async (HttpContext http, IDeployments deployments) =>
            {
                Deployment deployment = deployments.Get("price-up");
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                InferenceRequest request = InferenceRequestReader.Read(body.ToArray(), signature: deployment.Signature);
                request.RequireOutputs(deployment);
                InferenceResult result = await deployment.InferAsync(request.Inputs, request.Options, http.RequestAborted);
                http.Response.ContentType = "application/json";
                new InferenceResponseWriter().Write(http.Response.BodyWriter, deployment.Name, request, result);
            });
            // </readme>
        });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Post_ToAnEndpointOfTheHosts_IsReadAndWrittenByTheProtocol()
    {
        (HttpStatusCode status, string body) = await _host.PostAsync("score", InferTests.Request("[1,2]", "[1,2]"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("""{"name":"value","datatype":"FP32","shape":[1,1],"data":[30]}""", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1]}]}""", HttpStatusCode.BadRequest, "2 elements in 'data'")]
    [InlineData("""{"inputs":[{"name":"x","parameters":{"shared_memory_region":"r"}}]}""", HttpStatusCode.NotImplemented, "Shared memory")]
    [InlineData("""{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}],"outputs":[{"name":"nope"}]}""", HttpStatusCode.BadRequest, "Unknown output 'nope'")]
    public async Task Post_WrongRequests_AreProblemsWithTheirStatus(string request, HttpStatusCode expected, string said)
    {
        (HttpStatusCode status, string body) = await _host.PostAsync("score", request);
        Assert.True(expected == status, $"{status}: {body}");
        Assert.Contains(said, body, StringComparison.Ordinal);
    }
}
