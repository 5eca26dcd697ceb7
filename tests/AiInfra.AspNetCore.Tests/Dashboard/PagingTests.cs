using System.Net;
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>Lists that grow are shown a page at a time, and the pages together show everything once.</summary>
public sealed class PagingTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s => s.Configure<DashboardOptions>(o => o.Rows = 3));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Models_Versions_ComeInPagesAndTheChampionAlways()
    {
        for (int i = 2; i <= 8; i++)
        {
            await _host.RegisterAsync("sum", TestModels.Sum(i));
        }

        Assert.Equal("8 7 6 1", await VersionsAsync("aiinfra/api/models?name=sum"));
        Assert.Equal("5 4 3", await VersionsAsync("aiinfra/api/models?name=sum&before=6"));
        Assert.Equal("2 1", await VersionsAsync("aiinfra/api/models?name=sum&before=3"));
        Assert.Contains("models?name=sum&amp;before=6\">Older", (await _host.GetAsync("aiinfra/models?name=sum")).Body);
    }

    [Fact]
    public async Task Runs_OlderThanAPage_AreBehindItsLink()
    {
        for (int i = 1; i <= 5; i++)
        {
            await _host.Catalog.Runs.StartAsync(new RunStart("sum", "training") { Id = $"run-{i}", Name = $"night {i}" });
        }

        Assert.Equal(["run-5", "run-4", "run-3"], await IdsAsync("aiinfra/api/runs"));
        Assert.Equal(["run-2", "run-1"], await IdsAsync("aiinfra/api/runs?before=run-3"));
        Assert.Empty(await IdsAsync("aiinfra/api/runs?experiment=other"));
        Assert.Contains("runs?before=run-3\">Older", (await _host.GetAsync("aiinfra/runs")).Body);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("aiinfra/runs?before=none")).Status);
    }

    [Fact]
    public async Task Runs_TwoBesideEachOther_ShowWhatDiffersFirst()
    {
        foreach ((string id, string rate) in new[] { ("a", "0.1"), ("b", "0.2") })
        {
            await _host.Catalog.Runs.StartAsync(new RunStart("sum", "training") { Id = id, Name = id, Parameters = new Dictionary<string, string> { ["alike"] = "same", ["rate"] = rate } });
            await _host.Catalog.Runs.AddMetricsAsync(id, [new("loss", 1, 1, DateTimeOffset.UtcNow), new("loss", 0.5, 2, DateTimeOffset.UtcNow)]);
        }

        (_, string page) = await _host.GetAsync("aiinfra/runs?id=a&with=b");
        Assert.Contains("loss of both runs by step", page);
        Assert.True(page.IndexOf("<td class=\"wide\">rate</td><td data-label=\"A\"", StringComparison.Ordinal) is > 0 and var rate1 && rate1 < page.IndexOf("<td class=\"wide\">alike</td><td data-label=\"A\"", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("aiinfra/runs?id=a&with=none")).Status);
    }

    [Fact]
    public async Task Run_LossThatWasLost_IsShownWithWhereAndIsInTheData()
    {
        await _host.Catalog.Runs.StartAsync(new RunStart("lost", "training") { Id = "lost" });
        await _host.Catalog.Runs.AddMetricsAsync("lost", [.. Enumerable.Range(0, 10).Select(i => new MetricPoint("loss", i < 6 ? 1.0 / (i + 1) : double.NaN, i, DateTimeOffset.UtcNow)), new MetricPoint("huge", double.PositiveInfinity, 0, DateTimeOffset.UtcNow)]);
        (HttpStatusCode status, string page) = await _host.GetAsync("aiinfra/runs?id=lost");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("no number from step 6 on", page);
        Assert.Contains("<b>NaN</b>", page);
        Assert.DoesNotContain("points=\"NaN", page);
        Assert.DoesNotContain(",NaN", page);
        using var json = JsonDocument.Parse((await _host.GetAsync("aiinfra/api/runs?id=lost")).Body);
        Assert.Equal("NaN", json.RootElement[0].GetProperty("run").GetProperty("metrics").GetProperty("loss").GetString());
        Assert.Equal("Infinity", json.RootElement[0].GetProperty("run").GetProperty("metrics").GetProperty("huge").GetString());
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("aiinfra/runs")).Status);
        Assert.Equal(HttpStatusCode.OK, (await _host.GetAsync("aiinfra")).Status);
    }

    [Fact]
    public async Task Runs_WithThousandsOfMetrics_StayALightPage()
    {
        for (int r = 0; r < 3; r++)
        {
            await _host.Catalog.Runs.StartAsync(new RunStart("wide", "training") { Id = $"wide-{r}", Parameters = Enumerable.Range(0, 2000).ToDictionary(i => $"parameter <{i}>", i => $"\"value\" & {i}") });
            await _host.Catalog.Runs.AddMetricsAsync($"wide-{r}", [.. Enumerable.Range(0, 2000).Select(i => new MetricPoint($"layer/{i}.weight norm", i, 0, DateTimeOffset.UtcNow))]);
        }

        (_, string page) = await _host.GetAsync("aiinfra/runs");
        Assert.InRange(page.Length, 1, 100_000);
        Assert.Contains("+1996", page);
        Assert.Contains("parameter &lt;0&gt;", page);
        Assert.DoesNotContain("&amp;lt;", page); // escaped once
        (_, string run) = await _host.GetAsync("aiinfra/runs?id=wide-1");
        Assert.Contains("layer/1999.weight norm", run);
    }

    [Theory]
    [InlineData(1e20, 1e20)]
    [InlineData(-1e308, 1e308)]
    [InlineData(1e-300, 1e-300)]
    [InlineData(-7, -7)]
    public async Task Run_LevelOrHugeMetric_IsDrawnAsNumbers(double first, double second)
    {
        await _host.Catalog.Runs.StartAsync(new RunStart("huge", "training") { Id = "huge" });
        await _host.Catalog.Runs.AddMetricsAsync("huge", [new MetricPoint("loss", first, 0, DateTimeOffset.UtcNow), new MetricPoint("loss", second, 1, DateTimeOffset.UtcNow)]);
        (_, string page) = await _host.GetAsync("aiinfra/runs?id=huge");
        string points = Assert.Single(page.Split("<polyline class=\"main\" points=\"").Skip(1)).Split('"')[0];
        Assert.All(points.Trim().Split(' ').Select(p => double.Parse(p.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture)), y => Assert.InRange(y, 0, 120));
    }

    [Fact]
    public async Task Runs_BesideEachOtherWithNearlyOneValue_DoNotLookAlike()
    {
        foreach ((string id, double value) in new[] { ("near", 0.932714), ("far", 0.932736) })
        {
            await _host.Catalog.Runs.StartAsync(new RunStart(id, "training") { Id = id });
            await _host.Catalog.Runs.AddMetricsAsync(id, [new MetricPoint("auc", value, 0, DateTimeOffset.UtcNow), new MetricPoint("same", 0.123456, 0, DateTimeOffset.UtcNow)]);
        }

        (_, string page) = await _host.GetAsync("aiinfra/runs?id=near&with=far");
        Assert.Contains(">0.932714</td>", page);
        Assert.Contains(">0.932736</td>", page);
        Assert.Equal(2, page.Split("wide quiet\">0.1235</td>").Length - 1);
    }

    [Fact]
    public async Task Datasets_CommitsOlderThanAPage_AreBehindItsLink()
    {
        string? parent = null;
        ArtifactDigest digest = await _host.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(new byte[10]);
        for (int i = 1; i <= 5; i++)
        {
            string id = $"{i}".PadLeft(64, 'a');
            await _host.Catalog.Datasets.CommitAsync(new DatasetCommit { Id = id, ParentId = parent, Dataset = "readings", Message = $"no. {i}", At = DateTimeOffset.UtcNow, Schema = """{"columns":[{"name":"price","kind":"number"}]}""", Files = [new DatasetFile("p", digest, 10, 7)] });
            parent = id;
        }

        (_, string page) = await _host.GetAsync("aiinfra/datasets?name=readings");
        Assert.Contains("no. 5", page);
        Assert.DoesNotContain("no. 2", page);
        string third = "3".PadLeft(64, 'a');
        Assert.Contains($"before={third}\">Older", page);
        (_, string older) = await _host.GetAsync($"aiinfra/datasets?name=readings&before={third}");
        Assert.Contains("no. 2", older);
        Assert.DoesNotContain("no. 3", older);
        Assert.DoesNotContain("Older", older);
        Assert.Contains(">Newest<", older);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync($"aiinfra/datasets?name=readings&before={"9".PadLeft(64, 'a')}")).Status);
        (_, string commit) = await _host.GetAsync($"aiinfra/datasets?commit={parent}");
        Assert.Contains("<td data-label=\"column\" class=\"wide\">price</td><td data-label=\"kind\">number</td>", commit);
        Assert.Equal(HttpStatusCode.NotFound, (await _host.GetAsync("aiinfra/datasets?name=readings&branch=none")).Status);
    }

    [Fact]
    public async Task Events_AmongThousandsOfJudgements_AreFoundPageByPage()
    {
        await _host.Catalog.Events.AddAsync([.. Enumerable.Range(1, 2500).Select(i => i % 500 == 0
            ? CatalogEvent.Of(EventKinds.Retraining, "sum", DateTimeOffset.UtcNow, $"no. {i}", new LearningStep("Drift", i))
            : CatalogEvent.Of(EventKinds.Quality, "sum", DateTimeOffset.UtcNow, "fine", new QualityJudged(1, "Champion", new AnswerQuality("accuracy", 0.9))))]);
        var seen = new List<string>();
        string? link = "aiinfra/events";
        for (int i = 0; i < 10 && link is not null; i++)
        {
            (_, string page) = await _host.GetAsync(link);
            seen.AddRange(page.Split("<span class=\"message\">").Skip(1).Select(p => p.Split('<')[0]));
            Assert.DoesNotContain("fine", page);
            link = page.Split("rel=\"next\" href=\"") is [_, var rest] ? $"aiinfra/{WebUtility.HtmlDecode(rest.Split('"')[0])}" : null;
        }

        Assert.Null(link);
        Assert.Equal(["no. 2500", "no. 2000", "no. 1500", "no. 1000", "no. 500"], seen);
        Assert.Contains("fine", (await _host.GetAsync("aiinfra/events?kind=quality")).Body);
    }

    [Fact]
    public async Task Drift_OfOneDeployment_ShowsEveryColumnWithItsCourse()
    {
        await _host.Catalog.Events.AddAsync([.. Enumerable.Range(1, 5).Select(i => CatalogEvent.Of(EventKinds.Drift, "sum", DateTimeOffset.UtcNow, "d", new DriftFound(1, new InputDrift(
            [.. Enumerable.Range(1, 12).Select(c => new InputColumnDrift($"column {c}", Stability: c * i / 100.0))], ["target"], Rows: 500)), i * 500))]);
        (_, string page) = await _host.GetAsync("aiinfra/drift?name=sum");
        Assert.All(Enumerable.Range(1, 12), c => Assert.Contains($"column {c} from {(c / 100.0).ToString(System.Globalization.CultureInfo.InvariantCulture)} to {(c * 5 / 100.0).ToString(System.Globalization.CultureInfo.InvariantCulture)}", page));
        Assert.Contains("not asked with: target", page);
        Assert.Contains("All 12 columns", (await _host.GetAsync("aiinfra/drift")).Body);
    }

    [Fact]
    public async Task Drift_ComparedByAChosenTest_ShowsTheTestAndWhatCouldNotBeFollowed()
    {
        await _host.Catalog.Events.AddAsync([CatalogEvent.Of(EventKinds.Drift, "sum", DateTimeOffset.UtcNow, "d", new DriftFound(1, new InputDrift(
            [new InputColumnDrift("a", Test: "psi", TestTitle: "Population <stability>"), new InputColumnDrift("b", Test: "ks"), new InputColumnDrift("c")], Rows: 500) { Remarks = ["There is no column 'price'."] }))]);
        (_, string page) = await _host.GetAsync("aiinfra/drift?name=sum");
        Assert.Equal(["Population &lt;stability&gt;", "ks", "not compared"], page.Split("data-label=\"test\" class=\"pairs\">").Skip(1).Select(p => p.Split('<')[0]));
        Assert.Contains("There is no column &#x27;price&#x27;.", page.Replace("&#39;", "&#x27;", StringComparison.Ordinal));
        Assert.Contains("There is no column", (await _host.GetAsync("aiinfra/drift")).Body);
        using var json = JsonDocument.Parse((await _host.GetAsync("aiinfra/api/drift?name=sum")).Body);
        JsonElement newest = json.RootElement[0].GetProperty("newest");
        Assert.Equal("There is no column 'price'.", newest.GetProperty("remarks")[0].GetString());
        Assert.Equal("Population <stability>", newest.GetProperty("columns")[0].GetProperty("test").GetString());
    }

    [Fact]
    public async Task Drift_OfAColumnThatWasNotCompared_ShowsNoIndex()
    {
        await _host.Catalog.Events.AddAsync([CatalogEvent.Of(EventKinds.Drift, "sum", DateTimeOffset.UtcNow, "d", new DriftFound(1, new InputDrift(
            [new InputColumnDrift("opened at"), new InputColumnDrift("same", Test: "ks")], Rows: 500)))]);
        Assert.Equal(["0", "–"], (await _host.GetAsync("aiinfra/drift?name=sum")).Body.Split("data-label=\"PSI\" class=\"n\"><b class=\"\">").Skip(1).Select(p => WebUtility.HtmlDecode(p.Split('<')[0])).Order());
        Assert.Contains(">not compared</span>", (await _host.GetAsync("aiinfra/drift")).Body);
    }

    [Fact]
    public async Task Events_OfPipelinesAndDetectors_AreShownByTheirSeverity()
    {
        await _host.Catalog.Events.AddAsync(
        [
            CatalogEvent.Of(EventKinds.PipelineFailed, "nightly", DateTimeOffset.UtcNow, "step 'train' failed", new PipelineRunFailed(DateTimeOffset.UtcNow, "", ["train"])),
            CatalogEvent.Of(EventKinds.PipelineMissed, "nightly", DateTimeOffset.UtcNow, "3 runs were missed", new PipelineRunsMissed(3)),
            CatalogEvent.Of(EventKinds.Detector, "sum", DateTimeOffset.UtcNow, "latency: 2 s", new DetectorJudged("latency", 1, true)),
        ]);
        (_, string page) = await _host.GetAsync("aiinfra/events");
        Assert.Equal(["warn\">detector", "warn\">pipeline-missed", "bad\">pipeline-failed"], page.Split("<span class=\"badge ").Skip(1).Select(p => p.Split('<')[0]));
        Assert.Contains("step &", page);
        Assert.Contains("pipeline-failed", (await _host.GetAsync("aiinfra")).Body);
        Assert.DoesNotContain("latency: 2 s", (await _host.GetAsync("aiinfra")).Body); // the alarm says it there
    }

    private async Task<string> VersionsAsync(string path)
    {
        using var json = JsonDocument.Parse((await _host.GetAsync(path)).Body);
        return string.Join(' ', json.RootElement.GetProperty("model").GetProperty("versions").EnumerateArray().Select(v => v.GetProperty("version").GetInt32()));
    }

    private async Task<string[]> IdsAsync(string path)
    {
        using var json = JsonDocument.Parse((await _host.GetAsync(path)).Body);
        return [.. json.RootElement.EnumerateArray().Select(r => r.GetProperty("id").GetString()!)];
    }
}
