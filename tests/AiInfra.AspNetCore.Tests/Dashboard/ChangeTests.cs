using System.Net;
using System.Net.Http.Json;
using AiInfra.AspNetCore.Tests.Inference;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>Promotion and withdrawal from the pages; who may is held by <see cref="RollbackTests"/>, which share the door.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task Promote_WithAReason_IsAuditedAndToldInOneEvent()
    {
        await using TestHost host = await StartAsync();
        int version = await host.RegisterAsync("sum", TestModels.Sum(3));
        using HttpResponseMessage response = await SendAsync(host, "promote", new { reason = "better at night", from = 2, version });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, host.Deployment("sum").View().Record!.Champion);
        AliasMove move = (await host.Catalog.Models.AuditAsync("sum", 1))[0];
        DeploymentChanged change = (await host.Catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Promotion, Take = 1 }))[0].Read<DeploymentChanged>();
        Assert.Equal((move.From, move.To, move.Actor, move.Reason), (change.ChampionFrom, change.ChampionTo, change.Actor, change.Reason));
        Assert.Equal("better at night", move.Reason);
    }

    [Fact]
    public async Task Promote_OfWhatChangedMeanwhile_IsRefused()
    {
        await using TestHost host = await StartAsync();
        int version = await host.RegisterAsync("sum", TestModels.Sum(3));
        using HttpResponseMessage response = await SendAsync(host, "promote", new { reason = "old page", from = 1, version });
        await InferTests.ErrorIsAsync(response, HttpStatusCode.Conflict, "expected champion 1, it is 2 now");
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task Promote_OtherOutputs_IsRefusedUnlessSaid()
    {
        await using TestHost host = await StartAsync();
        int version = await host.RegisterAsync("sum", TestModels.Classes());
        using HttpResponseMessage refused = await SendAsync(host, "promote", new { reason = "other", version });
        await InferTests.ErrorIsAsync(refused, HttpStatusCode.Conflict, "allowOtherSignature");
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
        using HttpResponseMessage allowed = await SendAsync(host, "promote", new { reason = "other", version, allowOtherSignature = true });
        Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        Assert.True((await host.Catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Promotion, Take = 1 }))[0].Read<DeploymentChanged>().OtherSignature);
    }

    [Fact]
    public async Task Promote_WithoutAVersion_SaysWhatIsMissing()
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, "promote", new { reason = "which?" });
        await InferTests.ErrorIsAsync(response, HttpStatusCode.BadRequest, "'version'");
    }

    [Fact]
    public async Task Promote_VersionThatIsNotThere_ChangesNothing()
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, "promote", new { reason = "far", version = 99 });
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task Withdraw_TheChallengerOnThePage_TakesItOffItsTrial()
    {
        await using TestHost host = await StartAsync();
        await host.Deployment("sum").ChallengeAsync(await host.RegisterAsync("sum", TestModels.Sum(3)), "test", "trial", 0.5);
        string page = (await host.GetAsync("aiinfra/deployments?name=sum")).Body;
        Assert.Contains("data-change=\"withdraw\" data-name=\"sum\" data-from=\"2\" data-version=\"3\"", page);
        Assert.Contains("data-change=\"promote\" data-name=\"sum\" data-from=\"2\" data-version=\"3\"", page);
        using HttpResponseMessage other = await SendAsync(host, "withdraw", new { reason = "old page", from = 7 });
        await InferTests.ErrorIsAsync(other, HttpStatusCode.Conflict, "Version 7 is not on trial in deployment 'sum'; on trial are 3");
        using HttpResponseMessage response = await SendAsync(host, "withdraw", new { reason = "slow", from = 3 });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(host.Deployment("sum").View().Record!.Challenger);
        Assert.Equal("slow", (await host.Catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Withdrawal }))[0].Read<DeploymentChanged>().Reason);
    }

    [Theory]
    [InlineData("promote", "rollback")]
    [InlineData("withdraw", "promote")]
    [InlineData("promote", "")]
    public async Task Change_WithTheHeaderOfAnother_IsRefused(string action, string header)
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, action, new { reason = "mischief", version = 1, from = 2 }, header);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task Change_NoPolicyNamed_IsRefused()
    {
        await using TestHost host = await StartAsync("Production");
        foreach (string action in new[] { "promote", "withdraw" })
        {
            using HttpResponseMessage response = await SendAsync(host, action, new { reason = "please", version = 1, from = 2 });
            await InferTests.ErrorIsAsync(response, HttpStatusCode.Forbidden, "DashboardOptions.ChangePolicy");
        }
    }

    private static async Task<TestHost> StartAsync(string environment = "Development")
    {
        TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, build: b => b.Environment.EnvironmentName = environment);
        await host.Deployment("sum").PromoteAsync(await host.RegisterAsync("sum", TestModels.Sum(2)), "test", "better");
        return host;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, string action, object body, string? header = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"aiinfra/api/deployments/sum/{action}") { Content = JsonContent.Create(body) };
        if ((header ?? action).Length > 0)
        {
            request.Headers.Add("X-AiInfra-Action", header ?? action);
        }

        return await host.Client.SendAsync(request);
    }
}
