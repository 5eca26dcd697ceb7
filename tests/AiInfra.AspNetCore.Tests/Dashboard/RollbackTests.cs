using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Catalog;
using AiInfra.Support.Logging;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
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
        Assert.Equal(("worse at night", "Ada", 2, 1), (move.Reason, move.Actor, move.From!.Value, move.To!.Value));
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

    [Fact]
    public async Task RollBack_ManyWhoSeeTheSamePageAtOnce_OneRollsBack()
    {
        await using TestHost host = await StartAsync();
        await host.Deployment("sum").PromoteAsync(1, "t", "t");
        await host.Deployment("sum").PromoteAsync(2, "t", "t");
        HttpResponseMessage[] responses = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SendAsync(host, new { reason = "worse", from = 2, to = 1 })));
        Assert.Equal(1, responses.Count(r => r.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, responses.Count(r => r.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(1, host.Deployment("sum").View().Record!.Champion);
        Array.ForEach(responses, r => r.Dispose());
    }

    [Fact]
    public async Task RollBack_NoPolicyNamed_HasNoButtonAndRefusesAndSaysSoAtTheStart()
    {
        var log = new LogLines();
        await using TestHost host = await StartAsync(null, s => s.AddSingleton<ILoggerProvider>(log));
        using HttpResponseMessage response = await SendAsync(host, new { reason = "please" });
        await Inference.InferTests.ErrorIsAsync(response, HttpStatusCode.Forbidden, "DashboardOptions.ChangePolicy");
        Assert.DoesNotContain("data-change=", (await host.GetAsync("aiinfra")).Body);
        Assert.DoesNotContain("data-change=", (await host.GetAsync("aiinfra/deployments?name=sum")).Body);
        Assert.Contains(log.All, l => l.Text.Contains("nobody may change anything", StringComparison.Ordinal));
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task RollBack_InDevelopmentFromThisMachine_IsAuditedUnderItsUser()
    {
        await using TestHost host = await StartAsync(null, build: b => b.Environment.EnvironmentName = "Development");
        host.Client.DefaultRequestHeaders.Remove("User");
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"{Environment.UserName} (development)", (await host.Catalog.Models.AuditAsync("sum"))[0].Actor);
    }

    [Fact]
    public async Task RollBack_APolicyThatLetsStrangersIn_IsRefusedForTheAuditNamesNobody()
    {
        await using TestHost host = await StartAsync(policy: p => p.RequireAssertion(_ => true));
        host.Client.DefaultRequestHeaders.Remove("User");
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" });
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    [Fact]
    public async Task Map_PolicyThatDoesNotExist_SaysSoAtTheStart()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(s => s.Configure<DashboardOptions>(o => o.ChangePolicy = "operatorz")));
        Assert.Contains("'operatorz'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example", true, HttpStatusCode.Forbidden)]
    [InlineData("evil.example", false, HttpStatusCode.Forbidden)]
    [InlineData("evil.example:5000", false, HttpStatusCode.Forbidden)]
    [InlineData("localhost", false, HttpStatusCode.OK)]
    [InlineData("[::1]:5000", false, HttpStatusCode.OK)]
    [InlineData("ops.example", true, HttpStatusCode.OK)]
    [InlineData("a.b.ops.test", true, HttpStatusCode.OK)]
    [InlineData("ops.test", true, HttpStatusCode.Forbidden)]
    public async Task Page_AskedUnderAName_AnswersOnlyToItsOwn(string name, bool listed, HttpStatusCode expected)
    {
        await using TestHost host = await StartAsync(s => s.Configure<Microsoft.AspNetCore.HostFiltering.HostFilteringOptions>(o => o.AllowedHosts = listed ? ["ops.example", "*.ops.test"] : ["*"]));
        foreach (string path in new[] { "aiinfra", "aiinfra?part=content", "aiinfra/deployments", "aiinfra/api/models" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = name;
            using HttpResponseMessage response = await host.Client.SendAsync(request);
            Assert.Equal(expected == HttpStatusCode.OK, response.IsSuccessStatusCode);
        }

        using HttpResponseMessage rollback = await SendAsync(host, new { reason = "worse" }, r =>
        {
            r.Headers.Host = name;
            r.Headers.Remove("Origin");
            r.Headers.Add("Origin", $"http://{name}");
        });
        Assert.Equal(expected == HttpStatusCode.OK, rollback.IsSuccessStatusCode);
    }

    [Fact]
    public async Task RollBack_NameWithASlash_IsFoundWhenEscaped()
    {
        await using TestHost host = await StartAsync(name: "team/sum");
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" }, r => r.RequestUri = new Uri("aiinfra/api/deployments/team%2Fsum/rollback", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
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
        Assert.DoesNotContain("data-change=", (await host.GetAsync("aiinfra")).Body);
        Assert.DoesNotContain("data-change=", (await host.GetAsync("aiinfra/deployments?name=sum")).Body);
    }

    [Fact]
    public async Task Map_RequireAuthorization_ClosesThePageAndTheProtocolButNotTheProbes()
    {
        await using TestHost host = await StartAsync(map: app => app.MapAiInfra().RequireAuthorization());
        host.Client.DefaultRequestHeaders.Remove("User");
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("aiinfra")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("aiinfra/api/runs")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("v2/models/sum")).Status);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("healthz")).Status);
        host.Client.DefaultRequestHeaders.Add("User", "Ada");
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("aiinfra")).Status);
    }

    [Fact]
    public async Task RollBack_PolicyNotMet_IsRefused()
    {
        await using TestHost host = await StartAsync(policy: p => p.RequireUserName("Grace"));
        using HttpResponseMessage response = await SendAsync(host, new { reason = "worse" });
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(2, host.Deployment("sum").View().Record!.Champion);
    }

    private static void Authenticated(IServiceCollection services)
    {
        services.AddAuthentication("header").AddScheme<AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        services.AddAuthorization();
    }

    private static readonly Action<AuthorizationPolicyBuilder> SignedIn = p => p.RequireAuthenticatedUser();

    private static Task<TestHost> StartAsync(Action<IServiceCollection>? services = null, Action<WebApplication>? map = null, string name = "sum") => StartAsync(SignedIn, services, map, name: name);

    private static async Task<TestHost> StartAsync(
        Action<AuthorizationPolicyBuilder>? policy, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null, Action<WebApplicationBuilder>? build = null, string name = "sum")
    {
        TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { [name] = TestModels.Sum(1) },
            s =>
            {
                Authenticated(s);
                if (policy is not null)
                {
                    s.AddAuthorizationBuilder().AddPolicy("operators", policy);
                    s.Configure<DashboardOptions>(o => o.ChangePolicy = "operators");
                }

                services?.Invoke(s);
            },
            map,
            build: build);
        await host.Deployment(name).PromoteAsync(await host.RegisterAsync(name, TestModels.Sum(2)), "test", "better");
        host.Client.DefaultRequestHeaders.Add("User", "Ada");
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
