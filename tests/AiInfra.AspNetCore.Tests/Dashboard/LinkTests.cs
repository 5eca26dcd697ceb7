using System.Net;
using System.Text.RegularExpressions;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.AspNetCore.Tests.Support;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>Whatever things are called, every link on every page leads to a page that shows them.</summary>
public sealed partial class LinkTests : IAsyncLifetime
{
    private const string Odd = "a/b c%41 & <i>'\"?#+é.json";
    private const int MostPages = 400;
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync(
        new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s => s.Configure<DashboardOptions>(o => o.Rows = 3));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Pages_OfOddNames_LinkToPagesThatAreThere()
    {
        ArtifactDigest digest = await _host.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(new byte[10]);
        string? parent = null;
        for (int i = 1; i <= 7; i++)
        {
            string id = $"{i}".PadLeft(64, 'a');
            await _host.Catalog.Runs.StartAsync(new RunStart(Odd, $"kind {Odd}") { Id = $"run-{i}", Name = $"{Odd} {i}" });
            await _host.Catalog.Datasets.CommitAsync(new DatasetCommit { Id = id, ParentId = parent, Dataset = Odd, Message = Odd, At = DateTimeOffset.UtcNow, Schema = "{}", RunId = $"run-{i}", Files = [new DatasetFile(Odd, digest, 10, 7)] }, Odd);
            await _host.Catalog.Events.AddAsync([CatalogEvent.Of(EventKinds.Retraining, Odd, DateTimeOffset.UtcNow, Odd, new LearningStep("Drift", i))]);
            parent = id;
        }

        var seen = new HashSet<string>();
        var open = new Queue<string>([_host.Client.BaseAddress + "aiinfra", _host.Client.BaseAddress + $"aiinfra/search?q={Uri.EscapeDataString(Odd)}"]);
        while (open.TryDequeue(out string? address) && seen.Count < MostPages)
        {
            if (!seen.Add(address))
            {
                continue;
            }

            (HttpStatusCode status, string page) = await _host.GetAsync(address);
            Assert.True(status == HttpStatusCode.OK, $"{address} is {status}.");
            foreach (Match link in Href().Matches(page))
            {
                var target = new Uri(new Uri(address), WebUtility.HtmlDecode(link.Groups[1].Value));
                if (target.AbsolutePath.StartsWith("/aiinfra", StringComparison.Ordinal))
                {
                    open.Enqueue(target.GetLeftPart(UriPartial.Query));
                }
            }
        }

        Assert.Empty(open);
        string[] all = [.. seen.Select(Uri.UnescapeDataString)];
        Assert.Contains(all, a => a.EndsWith($"runs?experiment={Odd}", StringComparison.Ordinal));
        Assert.Contains(all, a => a.Contains($"datasets?name={Odd}", StringComparison.Ordinal) && a.Contains("before=", StringComparison.Ordinal));
        Assert.Contains(all, a => a.Contains($"subject={Odd}", StringComparison.Ordinal));
    }

    /// <summary>Where a page ends with the last row there is, no link leads to an empty one.</summary>
    [Theory]
    [InlineData("aiinfra/runs")]
    [InlineData("aiinfra/models?name=sum")]
    [InlineData("aiinfra/datasets?name=readings")]
    [InlineData("aiinfra/events?kind=retraining")]
    [InlineData("aiinfra/events?subject=other")]
    public async Task List_OfAsManyRowsAsAPage_HasNoOther(string path)
    {
        ArtifactDigest digest = await _host.Services.GetRequiredService<IArtifactStore>().PutBytesAsync(new byte[10]);
        string? parent = null;
        for (int i = 1; i <= 3; i++)
        {
            string id = $"{i}".PadLeft(64, 'a');
            await _host.Catalog.Runs.StartAsync(new RunStart("sum", "training"));
            await _host.Catalog.Datasets.CommitAsync(new DatasetCommit { Id = id, ParentId = parent, Dataset = "readings", Message = "", At = DateTimeOffset.UtcNow, Schema = "{}", Files = [new DatasetFile("f", digest, 10, 7)] });
            await _host.Catalog.Events.AddAsync([CatalogEvent.Of(EventKinds.Retraining, "other", DateTimeOffset.UtcNow, "", new LearningStep("Drift", i))]);
            parent = id;
        }

        await _host.RegisterAsync("sum", TestModels.Sum(2));
        await _host.RegisterAsync("sum", TestModels.Sum(3));
        (_, string page) = await _host.GetAsync(path);
        Assert.DoesNotContain("rel=\"next\"", page);
    }

    [GeneratedRegex("href=\"([^\"]*)\"")]
    private static partial Regex Href();
}
