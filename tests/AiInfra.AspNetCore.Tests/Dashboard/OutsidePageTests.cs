using System.Net;
// <readme> docs/dashboard.md 1
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
// </readme>
using AiInfra.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.AspNetCore.Tests.Dashboard;

/// <summary>A host adds a page with one class and one line.</summary>
public sealed class OutsidePageTests
{
    [Fact]
    public async Task Page_OfTheHost_StandsBesideTheOthers()
    {
        await using TestHost host = await StartAsync<RefusalsPage>();
        await host.Catalog.Events.AddAsync([.. Enumerable.Range(1, 3).Select(i => CatalogEvent.Of(EventKinds.Refusal, "sum", DateTimeOffset.UtcNow, $"no. {i} <b>", new LearningStep("Drift", i)))]);
        (HttpStatusCode status, string page) = await host.GetAsync("aiinfra/refusals");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("no. 3 &lt;b&gt; <span class=\"quiet\">Drift, ", page);
        Assert.Contains("<a href=\"refusals\" aria-current=\"page\">Refusals</a>", page);
        Assert.Contains("<a href=\"refusals?before=2\">Older</a>", page);
        Assert.Contains("no. 1 ", (await host.GetAsync("aiinfra/refusals?before=2")).Body);
        Assert.Contains("<a href=\"aiinfra/refusals\">Refusals</a>", (await host.GetAsync("aiinfra")).Body);
        Assert.Equal("""["no. 1 \u003Cb\u003E"]""", (await host.GetAsync("aiinfra/api/refusals?before=2")).Body);
    }

    [Theory]
    [InlineData("models", "Two pages have the path 'models'")]
    [InlineData("api/x", "has the path 'api/x'")]
    [InlineData("overview", "has the path 'overview'")]
    [InlineData("My Page", "Expected lower-case words")]
    [InlineData("/x", "Expected lower-case words")]
    [InlineData("{name}", "Expected lower-case words")]
    public async Task Map_PathThatIsTakenOrNone_IsRefusedAtTheStart(string path, string said)
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddSingleton<IDashboardPage>(new PlainPage(path))));
        Assert.Contains(said, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aiinfra/team/jobs", "../")]
    [InlineData("aiinfra/team/jobs/", "../../")]
    public async Task Page_WithSlashesInItsPath_FindsTheWayUp(string asked, string root)
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddSingleton<IDashboardPage>(new PlainPage("team/jobs")));
        (_, string page) = await host.GetAsync(asked);
        Assert.Contains($"<a href=\"{root}models\">Models</a>", page);
        Assert.Contains(".mine { color: red; }", page);
        Assert.Contains("<h2 class=\"page\">Plain</h2>", page);
        Assert.Contains($"<a href=\"{root}team/jobs?id=7\">seven</a>", (await host.GetAsync("aiinfra/search?q=7")).Body.Replace("href=\"team", $"href=\"{root}team", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_EveryPage_IsAsked()
    {
        await using TestHost host = await TestHost.StartAsync(new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s => s.AddSingleton<IDashboardPage>(new PlainPage("plain")));
        Run run = await host.Catalog.Runs.StartAsync(new RunStart("sum", "training") { Name = "night" });
        (_, string json) = await host.GetAsync("aiinfra/api/search?q=SUM");
        using var found = JsonDocument.Parse(json);
        Assert.Equal(["deployment sum", "model sum", "run night"], found.RootElement.EnumerateArray().Select(h => $"{h.GetProperty("kind").GetString()} {h.GetProperty("name").GetString()}").Order());
        Assert.Contains(run.Id, (await host.GetAsync($"aiinfra/api/search?q={run.Id}")).Body, StringComparison.Ordinal);
        Assert.Contains("plain?id=7", (await host.GetAsync("aiinfra/api/search?q=7")).Body, StringComparison.Ordinal);
        Assert.Contains("Nothing goes by", (await host.GetAsync("aiinfra/search?q=nobody")).Body, StringComparison.Ordinal);
    }

    private static Task<TestHost> StartAsync<TPage>()
        where TPage : class, IDashboardPage => TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s => s.AddSingleton<IDashboardPage, TPage>().Configure<DashboardOptions>(o => o.Rows = 2));

    private sealed class PlainPage(string path) : IDashboardPage, IDashboardView
    {
        public string Path => path;

        public string Title => "Plain";

        public string Stylesheet => ".mine { color: red; }";

        public Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default) => Task.FromResult<IDashboardView>(this);

        public Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult<IReadOnlyList<DashboardHit>>(text == "7" ? [new DashboardHit("job", "seven", request.Link(path, ("id", "7")))] : []);

        public void Write(PageWriter html) => html.Add($"<p>{7}</p>");

        public void WriteJson(Utf8JsonWriter json) => json.WriteNullValue();
    }
}

// <readme> docs/dashboard.md 1
public sealed class RefusalsPage(ICatalog catalog) : IDashboardPage
{
    public string Path => "refusals";

    public string Title => "Refusals";

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default) => new View(
        await catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.Refusal, BeforeId = request.Number("before"), Take = request.Rows }, cancellationToken));

    private sealed class View(IReadOnlyList<CatalogEvent> refusals) : IDashboardView
    {
        public void Write(PageWriter html)
        {
            foreach (CatalogEvent refusal in refusals)
            {
                string reason = refusal.TryRead(out LearningStep? step) ? step.Reason : "";
                html.Add($"<article class=\"card\"><h3>{refusal.Subject}</h3><p>{refusal.Message} <span class=\"quiet\">{reason}, ").Time(refusal.At).Markup("</span></p></article>");
            }

            if (refusals.Count == html.Request.Rows)
            {
                html.Link("refusals", "Older", ("before", $"{refusals[^1].Id}"));
            }
        }

        public void WriteJson(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            foreach (CatalogEvent refusal in refusals)
            {
                json.WriteStringValue(refusal.Message);
            }

            json.WriteEndArray();
        }
    }
}
// </readme>
