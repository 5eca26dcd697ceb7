using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Tests.Dashboard;

public sealed class RollbackTests
{
    private const string Path = "aiinfra/api/deployments/sum/rollback";

    [Fact]
    public async Task RollBack_WithAReason_GoesBackAndIsAudited()
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse at night", from = 2, to = 1 });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(1, host.Deployment("sum").View().Record!.Champion);
        AliasMove move = (await host.Catalog.Models.AuditAsync("sum"))[0];
        Assert.Equal(("worse at night", "page, not signed in", 2, 1), (move.Reason, move.Actor, move.From!.Value, move.To!.Value));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    public async Task RollBack_WithoutAReason_IsRefused(string? reason)
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, new { reason });
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task RollBack_OfWhatChangedMeanwhile_IsRefused()
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, new { reason = "old page", from = 1, to = 2 });
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Theory]
    [InlineData("X-AiInfra-Action", null)]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task RollBack_FromAnotherSite_IsRefused(string header, string? value)
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, new { reason = "mischief" }, r =>
        {
            r.Headers.Remove(header);
            if (value is not null)
            {
                r.Headers.Add(header, value);
            }
        });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task RollBack_BehindAProxyThatRenamesTheHost_IsTakenOnTheBrowsersWord()
    {
        await using TestHost host = await StartAsync();
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" }, r =>
        {
            r.Headers.Remove("Origin");
            r.Headers.Add("Origin", "https://ops.example");
            r.Headers.Add("Sec-Fetch-Site", "same-origin");
        });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task RollBack_ReadOnlyPage_HasNoButtonAndRefuses()
    {
        await using TestHost host = await StartAsync(s => s.Configure<DashboardOptions>(o => o.ReadOnly = true));
        using HttpResponseMessage response = await SendAsync(host, new { reason = "please" });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.DoesNotContain("data-rollback=", (await host.GetAsync("aiinfra")).Body);
    }

    [Fact]
    public async Task Map_RequireAuthorization_ClosesThePageAndTheProtocolButNotTheProbes()
    {
        await using TestHost host = await StartAsync(Authenticated, app => app.MapAiInfra().RequireAuthorization());
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("aiinfra")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("aiinfra/api/runs")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("v2/models/sum")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("healthz")).Status);
        host.Client.DefaultRequestHeaders.Add("User", "Ada");
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("aiinfra")).Status);
    }

    [Fact]
    public async Task RollBack_SignedIn_IsAuditedUnderTheName()
    {
        await using TestHost host = await StartAsync(Authenticated, app => app.MapAiInfra().RequireAuthorization());
        host.Client.DefaultRequestHeaders.Add("User", "Ada");
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Ada", (await host.Catalog.Models.AuditAsync("sum"))[0].Actor);
    }

    [Fact]
    public async Task RollBack_PolicyNotMet_IsRefused()
    {
        await using TestHost host = await StartAsync(
            s =>
            {
                Authenticated(s);
                s.AddAuthorizationBuilder().AddPolicy("operators", p => p.RequireUserName("Grace"));
                s.Configure<DashboardOptions>(o => o.RollbackPolicy = "operators");
            },
            app => app.MapAiInfra().RequireAuthorization());
        host.Client.DefaultRequestHeaders.Add("User", "Ada");
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    private static void Authenticated(IServiceCollection services)
    {
        services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        services.AddAuthorization();
    }

    private static async Task<TestHost> StartAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? map = null)
    {
        TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, services, map);
        await host.Deployment("sum").PromoteAsync(await host.RegisterAsync("sum", TestModels.Sum(2)), "test", "better");
        return host;
    }

    private static async Task<HttpResponseMessage> SendAsync(TestHost host, object body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-AiInfra-Action", "rollback");
        request.Headers.Add("Origin", host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        change?.Invoke(request);
        return await host.Client.SendAsync(request);
    }

    /// <summary>Takes the header "User" for who it says.</summary>
    private sealed class HeaderAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Request.Headers["User"].ToString() is { Length: > 0 } user
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, user)], "header")), "header"))
            : AuthenticateResult.NoResult());
    }
}
