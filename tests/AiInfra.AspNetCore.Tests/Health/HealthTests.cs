using System.Net;
using AiInfra.AspNetCore.Health;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Support.Logging;
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

    [Theory]
    [InlineData(null, HttpStatusCode.OK, "Degraded")]
    [InlineData(true, HttpStatusCode.OK, "Degraded")]
    [InlineData(false, HttpStatusCode.ServiceUnavailable, "Unhealthy")]
    public async Task Health_OneOfTwoHasNoChampionYet_FollowsTheOptionAndIsNamed(bool? optional, HttpStatusCode expected, string said)
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s => s.AddAiInfra().AddServing("later", l => l.Configure(o => o.Optional = optional)));
        (HttpStatusCode status, string body) = await host.GetAsync("readyz");
        Assert.Equal(expected, status);
        Assert.Contains($"\"status\":\"{said}\"", body);
        Assert.Contains("Deployment 'later' is not ready", body);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("readyz/sum")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.GetAsync("readyz/later")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("readyz/never")).Status);
        Assert.Equal(expected, (await host.GetAsync("v2/health/ready")).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.GetAsync("v2/models/later/ready")).Status);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.ServiceUnavailable)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Health_AChampionDoesNotLoad_IsNotReadyUnlessOptional(bool? optional, HttpStatusCode expected)
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1), ["bad"] = [1, 2, 3] }, serving: s => s.Configure(o => o.Optional = optional));
        Assert.Equal(expected, (await host.GetAsync("readyz")).Status);
    }

    [Fact]
    public async Task Anywhere_AChampionDoesNotLoad_ClientsSeeNoPathAndNoDigestAndTheLogDoes()
    {
        var log = new LogLines();
        byte[] bad = [1, 2, 3];
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["bad"] = bad },
            s =>
            {
                s.AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(log);
                s.Configure<AiInfra.AspNetCore.Inference.OpenInferenceOptions>(o => o.AllowModelControl = true);
            },
            build: b => b.Environment.EnvironmentName = "Development");
        string digest = AiInfra.Core.Artifacts.ArtifactDigest.Of(bad).Hex;
        string[] bodies =
        [
            (await host.GetAsync("readyz")).Body, (await host.GetAsync("readyz/bad")).Body, (await host.GetAsync("v2/health/ready")).Body, (await host.GetAsync("v2/models/bad")).Body, (await host.GetAsync("v2/models/bad/ready")).Body,
            (await host.PostAsync("v2/models/bad/infer", "{}")).Body, (await host.PostAsync("v2/models/bad/infer", """{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP32","data":[1,2]}]}""")).Body,
            (await host.PostAsync("v2/repository/index", "{}")).Body, (await host.PostAsync("v2/repository/models/bad/load", "{}")).Body, (await host.GetAsync("aiinfra/api/deployments")).Body,
        ];
        Assert.All(bodies, b =>
        {
            Assert.DoesNotContain(digest[2..14], b, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("aiinfra-test-", b);
        });
        Assert.Contains(bodies, b => b.Contains("no model that this host can load", StringComparison.Ordinal));
        Assert.Contains(log.All, l => $"{l.Text} {l.Thrown}".Contains("aiinfra-test-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Readyz_AHostsCheckThrows_DoesNotShowWhatItThrew()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddHealthChecks().AddCheck("db", () => throw new InvalidOperationException("/var/secret/place")));
        (HttpStatusCode status, string body) = await host.GetAsync("readyz");
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true, false), (status, body.Contains("db: Unhealthy"), body.Contains("secret")));
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
