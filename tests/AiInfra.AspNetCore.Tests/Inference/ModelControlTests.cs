using System.Net;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Serving.Deployments;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Inference;

public sealed class ModelControlTests
{
    [Fact]
    public async Task Unload_WhereTheHostDoesNotAllowIt_ChangesNothing()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        using HttpResponseMessage response = await host.Client.PostAsync("v2/repository/models/sum/unload", null);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.Forbidden, "AllowModelControl");
        Assert.Equal(DeploymentStatus.Ready, host.Deployment("sum").Status);
    }

    [Fact]
    public async Task Names_WithSlashesAndBlanks_AreFoundWhenEscaped()
    {
        await using TestHost host = await TestHost.StartAsync("team/price up", TestModels.Sum(1));
        (HttpStatusCode status, _) = await host.PostAsync("v2/models/team%2Fprice%20up/infer", InferTests.Request("[1,2]", "[1,2]"));
        Assert.Equal(HttpStatusCode.OK, status);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Host", "evil.example")]
    public async Task Unload_FromAnotherSite_ChangesNothing(string header, string value)
    {
        await using TestHost host = await StartAsync("Development");
        using var request = new HttpRequestMessage(HttpMethod.Post, "v2/repository/models/sum/unload") { Content = new StringContent("{}") };
        request.Headers.Add(header, value);
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(DeploymentStatus.Ready, host.Deployment("sum").Status);
    }

    [Fact]
    public async Task Unload_AllowedButNoPolicyNamed_ChangesNothingOutsideDevelopment()
    {
        await using TestHost host = await StartAsync("Production");
        using HttpResponseMessage response = await host.Client.PostAsync("v2/repository/models/sum/unload", null);
        await InferTests.ErrorIsAsync(response, HttpStatusCode.Forbidden, "OpenInferenceOptions.ModelControlPolicy");
        Assert.Equal(DeploymentStatus.Ready, host.Deployment("sum").Status);
    }

    [Fact]
    public async Task Unload_AProgramInDevelopment_Unloads()
    {
        await using TestHost host = await StartAsync("Development");
        using HttpResponseMessage response = await host.Client.PostAsync("v2/repository/models/sum/unload", null);
        Assert.Equal((HttpStatusCode.OK, DeploymentStatus.Unloaded), (response.StatusCode, host.Deployment("sum").Status));
    }

    [Fact]
    public async Task Unload_APolicyThatLetsStrangersIn_ChangesNothingForNobodyIsNamed()
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) },
            s =>
            {
                s.AddAuthentication();
                s.AddAuthorizationBuilder().AddPolicy("all", p => p.RequireAssertion(_ => true));
                s.Configure<AiInfra.AspNetCore.Inference.OpenInferenceOptions>(o =>
                {
                    o.AllowModelControl = true;
                    o.ModelControlPolicy = "all";
                });
            });
        foreach (string change in new[] { "unload", "load" })
        {
            using HttpResponseMessage response = await host.Client.PostAsync($"v2/repository/models/sum/{change}", null);
            await InferTests.ErrorIsAsync(response, HttpStatusCode.Unauthorized, "Sign in");
        }

        Assert.Equal(DeploymentStatus.Ready, host.Deployment("sum").Status);
    }

    private static Task<TestHost> StartAsync(string environment) => TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) },
        s => s.Configure<AiInfra.AspNetCore.Inference.OpenInferenceOptions>(o => o.AllowModelControl = true),
        build: b => b.Environment.EnvironmentName = environment);
}
