using System.Net;
using AiInfra.AspNetCore.Health;
using AiInfra.AspNetCore.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace AiInfra.AspNetCore.Tests.Health;

public sealed class HealthTests
{
    [Fact]
    public async Task Health_AllReady_IsHealthy()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        Assert.Equal((HttpStatusCode.OK, """{"status":"Healthy","problems":[]}"""), await host.GetAsync("healthz"));
        Assert.Equal((HttpStatusCode.OK, """{"status":"Healthy","problems":[]}"""), await host.GetAsync("readyz"));
    }

    [Fact]
    public async Task Health_NoChampion_LivesButIsNotReady()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddAiInfra().AddServing("later"));
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("healthz")).Status);
        (HttpStatusCode status, string body) = await host.GetAsync("readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("later", body);
    }

    [Fact]
    public async Task Health_UnloadedByRequest_StaysReady()
    {
        await using TestHost host = await TestHost.StartAsync("sum", TestModels.Sum(1));
        await host.Deployment("sum").UnloadAsync();
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("readyz")).Status);
    }

    [Fact]
    public async Task Health_TheHostsOwnChecks_AreAsked()
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]>(), s => s.AddHealthChecks().AddCheck("disk", () => HealthCheckResult.Unhealthy("full")).AddCheck("loop", () => HealthCheckResult.Unhealthy("stuck"), ["live"]));
        (HttpStatusCode live, string stuck) = await host.GetAsync("healthz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (live, stuck.Contains("loop: stuck")));
        (HttpStatusCode ready, string full) = await host.GetAsync("readyz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (ready, full.Contains("disk: full") && !full.Contains("stuck")));
    }

    [Fact]
    public async Task DeploymentsHealthCheck_InTheHostsOwnEndpoint_SaysWhichIsNotReady()
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]>(),
            s =>
            {
                s.AddAiInfra().AddServing("later");
                s.AddHealthChecks().AddCheck<DeploymentsHealthCheck>("deployments");
            },
            app => app.MapHealthChecks("/own"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Unhealthy"), await host.GetAsync("own"));
    }
}
