using System.Net;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>The page of a run: files, datasets, lineage, curves smoothed, by logarithm, over each other, and live.</summary>
public sealed class RunPageTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private IRunStore Runs => _host.Catalog.Runs;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(new Dictionary<string, byte[]>(), map: app => app.MapAiInfraDashboard());

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task StartAsync(string id, params double[] losses)
    {
        await Runs.StartAsync(new RunStart("e", "training") { Id = id, Name = id });
        await Runs.AddMetricsAsync(id, [.. losses.Select((y, x) => new MetricPoint("loss", y, x, DateTimeOffset.UtcNow))]);
    }

    private async Task<double[]> HeightsAsync(string query)
    {
        (_, string page) = await _host.GetAsync("aiinfra/runs?" + query);
        return [.. page.Split("<polyline class=\"main\" points=\"")[1].Split('"')[0].Trim().Split(' ').Select(p => double.Parse(p.Split(',')[1], System.Globalization.CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task Run_WithFilesDatasetsAndANote_ShowsThemEscaped()
    {
        await StartAsync("r", 1, 2);
        ArtifactDigest digest = await _host.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(new byte[2048]);
        await Runs.AddArtifactsAsync("r", [new RunArtifact("plots/<b>.png", digest, 2048, DateTimeOffset.UtcNow)]);
        await Runs.AddInputsAsync("r", [new RunInput("rows <i>", "d1") { Context = "train" }]);
        await Runs.SetTagsAsync("r", new Dictionary<string, string?> { [RunTags.Note] = "went <well>" });
        await _host.Catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Dataset("commit-7"), LineageNode.Run("r"), "trained-on")]);
        (HttpStatusCode status, string page) = await _host.GetAsync("aiinfra/runs?id=r");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("plots/&lt;b&gt;.png", page);
        Assert.Contains("rows &lt;i&gt;", page);
        Assert.Contains("<p>went &lt;well&gt;</p>", page);
        Assert.Contains("dataset commit-7", page);
        Assert.DoesNotContain("<b>.png", page);
    }

    [Fact]
    public async Task Curves_Smoothed_GoWithTheirMean()
    {
        await StartAsync("r", 0, 10, 0, 10, 0, 10);
        double[] raw = await HeightsAsync("id=r");
        Assert.Equal(raw[0], raw[2]);
        double[] smooth = await HeightsAsync("id=r&smooth=90");
        Assert.True(smooth[2] < smooth[0] && smooth[4] < smooth[2], string.Join(' ', smooth)); // heights count from the top
        (_, string page) = await _host.GetAsync("aiinfra/runs?id=r&smooth=90");
        Assert.Contains("<option selected value=\"90\">", page);
    }

    [Fact]
    public async Task Curves_ByLogarithm_AreStraightForPowers_AndSayWhatHasNoPlace()
    {
        await StartAsync("r", 1, 10, 100, 1000, 0, -5);
        double[] heights = await HeightsAsync("id=r&scale=log");
        Assert.Equal(heights[0] - heights[1], heights[1] - heights[2], 0.2);
        Assert.Equal(4, heights.Length);
        Assert.Contains("2 points at or below zero", (await _host.GetAsync("aiinfra/runs?id=r&scale=log")).Body);
    }

    [Fact]
    public async Task Runs_FourOverEachOther_HaveALineEach_AndMoreAreTold()
    {
        foreach (string id in new[] { "a", "b", "c", "d", "x" })
        {
            await StartAsync(id, 1, 2);
        }

        (_, string page) = await _host.GetAsync("aiinfra/runs?id=a&with=b,c,d,x");
        foreach (string style in new[] { "main", "shadow", "third", "fourth" })
        {
            Assert.Contains($"<polyline class=\"{style}\"", page);
        }

        Assert.Contains("1 more runs are left out", page);
    }

    [Fact]
    public async Task Runs_BesideEachOther_AreLinesOverWhatDiffers_ColouredByAMetric()
    {
        foreach ((string id, string rate, string opt, double loss) in new[] { ("a", "0.001", "sgd", 3.0), ("b", "0.1", "adam <i>", 1), ("c", "0.01", "sgd", 2), ("d", "0.01", "sgd", double.NaN) })
        {
            await Runs.StartAsync(new RunStart("e", "training") { Id = id, Name = id, Parameters = new Dictionary<string, string> { ["rate"] = rate, ["opt"] = opt, ["same"] = "1" } });
            await Runs.AddMetricsAsync(id, [new MetricPoint("loss", loss, 1, DateTimeOffset.UtcNow), new MetricPoint("system/cpu", loss * 7, 1, DateTimeOffset.UtcNow)]);
        }

        (HttpStatusCode status, string page) = await _host.GetAsync("aiinfra/runs?lines=1&scale=log");
        Assert.Equal(HttpStatusCode.OK, status);
        string[] lines = [.. page.Split("<polyline class='sp-shade").Skip(1)];
        Assert.Equal(["b", "c", "a"], lines.Select(l => l.Split("<title>")[1].Split(':')[0])); // the greatest loss above all
        Assert.Contains("adam &lt;i&gt;", page);
        Assert.DoesNotContain(">same</text>", page);
        Assert.DoesNotContain("system/cpu", page);
        Assert.Contains("1 run without a number for loss is not drawn", page);
        double[] rates = [.. lines.Select(l => double.Parse(l.Split("points='")[1].Split(' ')[1].Split(',')[1].TrimEnd('\''), System.Globalization.CultureInfo.InvariantCulture))];
        Assert.Equal(rates[2] - rates[1], rates[1] - rates[0], 0.2); // 0.1, 0.01, 0.001 by their logarithm
        Assert.Single((await _host.GetAsync($"aiinfra/runs?lines=loss&filter={Uri.EscapeDataString("params.rate = '0.1'")}")).Body.Split("<polyline class='sp-shade").Skip(1));
        Assert.Contains("at position", (await _host.GetAsync("aiinfra/runs?lines=loss&filter=metrics.loss")).Body);
    }

    [Fact]
    public async Task Runs_MoreThanAreDrawn_AreTold()
    {
        for (int i = 0; i < 301; i++)
        {
            await Runs.StartAsync(new RunStart("e", "training") { Id = $"r{i}", Name = $"r{i}" });
            await Runs.AddMetricsAsync($"r{i}", [new MetricPoint("loss", i, 1, DateTimeOffset.UtcNow)]);
        }

        string page = (await _host.GetAsync("aiinfra/runs?lines=loss")).Body;
        Assert.Contains("300 runs by loss", page);
        Assert.Contains("Only the newest 300 runs", page);
    }

    [Fact]
    public async Task RunUnderWay_IsSentAsItChanges_UntilItEnds()
    {
        await StartAsync("r", 1, 2);
        Assert.Contains("<i hidden data-live>", (await _host.GetAsync("aiinfra/runs?id=r")).Body);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using HttpResponseMessage response = await _host.Client.GetAsync("aiinfra/runs?id=r&part=live", HttpCompletionOption.ResponseHeadersRead, patience.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        await Runs.AddMetricsAsync("r", [new MetricPoint("late", 0.12345, 9, DateTimeOffset.UtcNow)]);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        bool seen = false;
        while (!seen)
        {
            seen = (await reader.ReadLineAsync(patience.Token))!.Contains("0.1235", StringComparison.Ordinal);
        }

        await Runs.FinishAsync("r", RunStatus.Finished);
        Assert.Contains("finished", await reader.ReadToEndAsync(patience.Token)); // the stream ends with the run
        Assert.Equal(HttpStatusCode.NoContent, (await _host.GetAsync("aiinfra/runs?id=r&part=live")).Status);
        Assert.DoesNotContain("<i hidden data-live>", (await _host.GetAsync("aiinfra/runs?id=r")).Body);
    }
}
