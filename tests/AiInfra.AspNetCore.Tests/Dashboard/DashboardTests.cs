using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

public sealed class DashboardTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, build: b => b.Environment.EnvironmentName = "Development");
        await _host.Deployment("sum").PromoteAsync(await _host.RegisterAsync("sum", TestModels.Sum(2)), "test", "better");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Page_OfARealCatalog_ShowsWhatIsInIt()
    {
        Run run = await _host.Catalog.Runs.StartAsync(new RunStart("sum", "training") { Name = "night run" });
        await _host.Catalog.Runs.AddMetricsAsync(run.Id, [new("val/loss", 0.9, 1, DateTimeOffset.UtcNow), new("val/loss", 0.2, 2, DateTimeOffset.UtcNow)]);
        await _host.Catalog.Runs.FinishAsync(run.Id, RunStatus.Finished);
        await _host.Catalog.Datasets.CommitAsync(new DatasetCommit
        {
            Id = new string('a', 64), Dataset = "readings", Message = "first rows", At = DateTimeOffset.UtcNow, Schema = "[]",
            Files = [new DatasetFile("part-0.parquet", await _host.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(new byte[10]), 10, 1234)],
            Metadata = new Dictionary<string, string> { ["ingestion.notes"] = "numbers, n: kept as text <b> [guess]\nskipped: 2 lines" },
        });
        await ShowsAsync("aiinfra", "Roll back to v1", "promotion", "better", "night run", "champion v2");
        await ShowsAsync("aiinfra/deployments", "Roll back to v1", "v2", "champion");
        await ShowsAsync("aiinfra/deployments?name=sum", "Traffic", "minute by minute, since", "No request since then", "Versions that could answer", "better");
        await ShowsAsync("aiinfra/models", "v2", "champion", "better");
        await ShowsAsync("aiinfra/models?name=sum&version=2", "model.onnx", "What it came from");
        await ShowsAsync("aiinfra/runs", "night run", "val/loss from 0.9 to 0.2");
        await ShowsAsync($"aiinfra/runs?id={run.Id}", "val/loss by step", "night run");
        await ShowsAsync("aiinfra/datasets", "readings", "first rows", "1234", "2 notes", "kept as text &lt;b&gt; [guess]");
        await ShowsAsync($"aiinfra/datasets?commit={new string('a', 64)}", "part-0.parquet", "kept as text &lt;b&gt; [guess]");
        await ShowsAsync("aiinfra/events?kind=promotion", "better");
        await ShowsAsync("aiinfra/drift", "sum", "not compared yet");
        await ShowsAsync("aiinfra/search?q=night", "night run");
    }

    private async Task ShowsAsync(string path, params string[] parts)
    {
        (HttpStatusCode status, string page) = await _host.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.All(parts, part => Assert.Contains(part, page));
    }

    [Fact]
    public async Task Page_HostileText_IsEscapedEverywhere()
    {
        const string Hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
        await _host.Catalog.Runs.StartAsync(new RunStart(Hostile, Hostile) { Name = Hostile, Parameters = new Dictionary<string, string> { [Hostile] = Hostile } });
        await _host.Catalog.Events.AddAsync([new CatalogEvent(Hostile, Hostile, DateTimeOffset.UtcNow, Hostile, Hostile), new CatalogEvent("alarm", "sum", DateTimeOffset.UtcNow, Hostile)]);
        await _host.Catalog.Events.AddAsync([new CatalogEvent("quality", "sum", DateTimeOffset.UtcNow, Hostile, $$$"""{"version":1,"role":"Champion","report":{"metric":{{{JsonSerializer.Serialize(Hostile)}}},"value":0.5}}""")]);
        await _host.Catalog.Models.SetTagsAsync("sum", 1, new Dictionary<string, string?> { [Hostile] = Hostile });
        await _host.Catalog.Events.AddAsync([new CatalogEvent("drift", "sum", DateTimeOffset.UtcNow, Hostile, $$$"""{"report":{"columns":[{"column":{{{JsonSerializer.Serialize(Hostile)}}},"stability":0.5}],"notAsked":[{{{JsonSerializer.Serialize(Hostile)}}}]}}""")]);
        Run run = (await _host.Catalog.Runs.ListAsync(new RunQuery()))[0];
        string[] queries = ["?name=sum", "?name=sum&version=1", $"?id={run.Id}", $"?id={run.Id}&with={run.Id}", $"?kind={Uri.EscapeDataString(Hostile)}", $"?q={Uri.EscapeDataString(Hostile)}", $"?name={Uri.EscapeDataString(Hostile)}", "?q=script", ""];
        foreach (string path in new[] { "", "/deployments", "/models", "/runs", "/datasets", "/events", "/drift", "/search" })
        {
            foreach (string query in queries)
            {
                (_, string page) = await _host.GetAsync($"aiinfra{path}{query}");
                Assert.DoesNotContain("<img", page);
                Assert.DoesNotContain("<script>", page);
                Assert.DoesNotContain("'x'", page);
            }
        }
    }

    [Theory]
    [InlineData("aiinfra")]
    [InlineData("aiinfra?part=content")]
    [InlineData("aiinfra/models?name=none")]
    [InlineData("aiinfra/search?q=sum")]
    [InlineData("aiinfra/api/overview")]
    [InlineData("aiinfra/api/models?name=none")]
    [InlineData("aiinfra/api/drift")]
    [InlineData("aiinfra/api/deployments")]
    [InlineData("aiinfra/api/models")]
    [InlineData("aiinfra/api/runs")]
    [InlineData("aiinfra/api/datasets")]
    [InlineData("aiinfra/api/events")]
    public async Task Answers_OfThePage_AreWhatTheySayAndRunNothing(string path)
    {
        using HttpResponseMessage response = await _host.Client.GetAsync(path);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Page_NamesThatHideWhatTheyAre_ShowIt()
    {
        await _host.Catalog.Models.SetTagsAsync("sum", 1, new Dictionary<string, string?> { ["evil\u202egood"] = "bell\u0007" });
        (_, string page) = await _host.GetAsync("aiinfra/models");
        Assert.DoesNotContain("\u202e", page);
        Assert.DoesNotContain("&#x202E;", page);
        Assert.Contains("evil\\u202egood", page);
        Assert.Contains("bell\\u0007", page);
    }

    [Fact]
    public async Task Page_Policy_AllowsNothingButItsOwnCode()
    {
        using HttpResponseMessage response = await _host.Client.GetAsync("aiinfra");
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        string nonce = policy.Split("script-src 'nonce-")[1].Split('\'')[0];
        Assert.StartsWith("default-src 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Contains($"<script nonce=\"{nonce}\">", await response.Content.ReadAsStringAsync());
        Assert.DoesNotContain(" style=", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("deployments", "champion")]
    [InlineData("models", "versions")]
    [InlineData("runs", "[]")]
    [InlineData("datasets", "[]")]
    [InlineData("events", "promotion")]
    public async Task Api_Parts_AreJson(string part, string said)
    {
        (HttpStatusCode status, string body) = await _host.GetAsync($"aiinfra/api/{part}");
        Assert.Equal(HttpStatusCode.OK, status);
        using var json = JsonDocument.Parse(body);
        Assert.Equal(JsonValueKind.Array, json.RootElement.ValueKind);
        Assert.Contains(said, body);
    }

    [Fact]
    public async Task Page_QualityDriftAndAlarms_AreShownFromEvents()
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        await _host.Catalog.Events.AddAsync([.. Enumerable.Range(1, 20).Select(i => new CatalogEvent("quality", "sum", at, "accuracy", $$$"""{"version":2,"role":"Champion","report":{"metric":"accuracy","value":{{{(0.9 - (i * 0.01)).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}}},"baseline":"NaN","degraded":false}}""", i * 100))]);
        await _host.Catalog.Events.AddAsync([new CatalogEvent("drift", "sum", at, "drifted", """{"version":2,"report":{"drifted":true,"rows":500,"columns":[{"column":"demand","stability":0.4,"adjustedPValue":0.001,"drifted":true}]}}""", 1500)]);
        await _host.Catalog.Events.AddAsync([new CatalogEvent("alarm", "sum", at, "drift raised: demand", """{"kind":"drift","state":"Raised"}""", 1500)]);
        (_, string page) = await _host.GetAsync("aiinfra/deployments");
        Assert.Contains("accuracy between 0.7 and 0.89, now 0.7", page);
        Assert.Contains("PSI 0.4", page);
        Assert.Contains("<b>Alarm</b> drift raised: demand", page);
        await _host.Catalog.Events.AddAsync([new CatalogEvent("alarm", "sum", at, "drift cleared", """{"kind":"drift","state":"Cleared"}""", 1800)]);
        (_, page) = await _host.GetAsync("aiinfra/deployments?part=content");
        Assert.DoesNotContain("<b>Alarm</b>", page);
    }

    [Fact]
    public async Task Page_DriftNoLargerThanChance_SaysSo()
    {
        await _host.Catalog.Events.AddAsync([new CatalogEvent("drift", "sum", DateTimeOffset.UtcNow, "as it was", """{"version":2,"report":{"drifted":false,"rows":100,"columns":[{"column":"weekday","stability":2.08,"stabilityNoise":3.8,"adjustedPValue":1,"drifted":false},{"column":"rain","stability":0.3,"stabilityNoise":0.1,"adjustedPValue":0.2,"drifted":false},{"column":"site","stability":2.7e-6,"stabilityNoise":0.1,"adjustedPValue":1,"drifted":false}]}}""")]);
        (_, string page) = await _host.GetAsync("aiinfra/deployments?part=content");
        Assert.Contains("PSI 2.08, by chance", page);
        Assert.Contains("PSI 0, by chance", page);
        Assert.Contains("chance alone goes up to 3.8 ", page);
        Assert.True(page.IndexOf("PSI 0.3<", StringComparison.Ordinal) is > 0 and var rain && rain < page.IndexOf("PSI 2.08", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RunStatus.Running, "badge live")]
    [InlineData(RunStatus.Finished, "badge good")]
    [InlineData(RunStatus.Failed, "badge bad")]
    [InlineData(RunStatus.Interrupted, "badge warn")]
    [InlineData(RunStatus.Cancelled, "badge ")]
    public void Runs_Status_HasItsTone(RunStatus status, string badge)
    {
        var html = new PageWriter(new DashboardRequest { At = DateTimeOffset.UnixEpoch });
        var run = new RunRow { Id = "1", Name = "night", Kind = "training", Experiment = "sum", Status = status.ToString().ToLowerInvariant(), StartedAt = DateTimeOffset.UnixEpoch };
        new RunsView([run], html.Request, null).Write(html);
        Assert.Contains($"<span class=\"{badge}\" title=\"\">{run.Status}</span>", html.ToString());
    }

    [Theory]
    [InlineData("retraining-failed", "bad")]
    [InlineData("refusal", "warn")]
    [InlineData("rollback", "warn")]
    [InlineData("promotion", "good")]
    [InlineData("retraining", "plain")]
    [InlineData("gate", "plain")]
    public void Events_Kind_HasItsTone(string kind, string tone) => Assert.Equal(tone, new EventLooks([], Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance).Row(new CatalogEvent(kind, "sum", DateTimeOffset.UnixEpoch, "happened")).Tone);

    [Fact]
    public async Task Page_PromotionWithoutAPosition_IsMarkedWhereTheLineWasThen()
    {
        await _host.Catalog.Events.AddAsync([Quality(100), Quality(200)]);
        await _host.Catalog.Events.AddAsync([new CatalogEvent("promotion", "sum", DateTimeOffset.UtcNow, "third")]);
        await _host.Catalog.Events.AddAsync([Quality(300)]);
        (_, string page) = await _host.GetAsync("aiinfra/deployments?part=content");
        Assert.Contains("""<line class="mark k-promotion" x1="320" x2="320" """, page);
    }

    private static CatalogEvent Quality(long position) => new("quality", "sum", DateTimeOffset.UtcNow, "q", """{"role":"Champion","report":{"metric":"accuracy","value":0.5}}""", position);

    [Fact]
    public async Task Events_GateAndWhatFollowedFromIt_AreToldOnce()
    {
        DateTimeOffset at = DateTimeOffset.UtcNow;
        await _host.Catalog.Events.AddAsync([new CatalogEvent("gate", "sum", at, "not shown", "{}", 7), new CatalogEvent("refusal", "sum", at, "not shown", "{}", 7), new CatalogEvent("gate", "sum", at, "asked by hand", "{}", 8)]);
        (_, string json) = await _host.GetAsync("aiinfra/api/events");
        using var events = JsonDocument.Parse(json);
        foreach (string path in new[] { "aiinfra", "aiinfra/deployments?name=sum" })
        {
            Assert.Equal(2, (await _host.GetAsync(path)).Body.Split("<span class=\"message\">not shown").Length);
        }

        Assert.Equal(["gate asked by hand", "refusal not shown"], events.RootElement.EnumerateArray().Select(e => $"{e.GetProperty("kind").GetString()} {e.GetProperty("message").GetString()}").Where(e => !e.StartsWith("promotion", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Page_ColumnThatIsLeftOut_SaysMissing()
    {
        await _host.Catalog.Events.AddAsync([new CatalogEvent("drift", "sum", DateTimeOffset.UtcNow, "drifted", """{"version":2,"report":{"drifted":true,"rows":100,"columns":[{"column":"rain","test":"ks","stability":0,"adjustedPValue":0,"missing":0.9,"referenceMissing":0.1,"drifted":true}]}}""")]);
        (_, string page) = await _host.GetAsync("aiinfra/deployments?part=content");
        Assert.Contains("PSI 0, missing 90%", page);
    }

    [Fact]
    public async Task Page_UnderAGroup_AsksWhereTheBrowserFoundIt()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]>(), map: app => app.MapGroup("/ops").MapAiInfraDashboard());
        (_, string page) = await host.GetAsync("ops/aiinfra/");
        Assert.DoesNotContain("/ops", page);
        Assert.Contains("location.pathname", page);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("ops/aiinfra/?part=content")).Status);
    }

    [Fact]
    public async Task Map_OptionsThatMakeNoSense_AreRefusedAtStart()
    {
        Microsoft.Extensions.Options.OptionsValidationException e = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.Configure<DashboardOptions>(o => o.Rows = 0)));
        Assert.Contains("Rows", e.Message);
    }
}
