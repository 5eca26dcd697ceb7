using System.Net;
// <readme> docs/dashboard.md 1
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
// </readme>
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using AiInfra.AspNetCore.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    [InlineData(null, "has the path null. Expected lower-case words")]
    public async Task Map_PathThatIsTakenOrNone_IsRefusedAtTheStart(string? path, string said)
    {
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(
            () => TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddSingleton<IDashboardPage>(new PlainPage(path!))));
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

    [Fact]
    public async Task Search_OnePageThrows_TheOthersHitsAreShownAndItIsNamed()
    {
        var log = new LogLines();
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) },
            s => s.AddSingleton<IDashboardPage>(new BrokenPage("bad") { Search = () => throw new InvalidOperationException("on purpose") }).AddSingleton<IDashboardPage>(new BrokenPage("worse") { Search = () => null! }),
            build: b => b.Logging.AddProvider(log));
        (HttpStatusCode status, string page) = await host.GetAsync("aiinfra/search?q=sum");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("<p class=\"bad\">Page bad could not be asked", page);
        Assert.Contains("<p class=\"bad\">Page worse could not be asked", page);
        Assert.Contains("models?name=sum", page);
        using var found = JsonDocument.Parse((await host.GetAsync("aiinfra/api/search?q=sum")).Body);
        Assert.Equal(["deployment", "error", "error", "model"], found.RootElement.EnumerateArray().Select(h => h.GetProperty("kind").GetString()).Order());
        Assert.Contains(log.All, l => l.Contains("'Page bad' (AiInfra.AspNetCore.Tests.Dashboard.OutsidePageTests+BrokenPage) could not be asked", StringComparison.Ordinal) && l.Contains("on purpose", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ThatFails_IsNamedInTheShellAndInTheLogAndTheOthersGoOn()
    {
        var log = new LogLines();
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]>(),
            s => s.AddSingleton<IDashboardPage>(new BrokenPage("load") { Load = () => throw new InvalidOperationException("on purpose") })
                .AddSingleton<IDashboardPage>(new BrokenPage("null") { Load = () => null! })
                .AddSingleton<IDashboardPage>(new BrokenPage("write") { Html = h => h.Add($"<p>half").Add($"{Thrown()}") }),
            build: b => b.Logging.AddProvider(log));
        foreach (string path in new[] { "load", "null", "write" })
        {
            (HttpStatusCode status, string page) = await host.GetAsync($"aiinfra/{path}");
            Assert.Equal(HttpStatusCode.InternalServerError, status);
            Assert.Contains($"The page 'Page {path}' (AiInfra.AspNetCore.Tests.Dashboard.OutsidePageTests+BrokenPage) could not be read", WebUtility.HtmlDecode(page));
            Assert.Contains("<nav aria-label=\"Pages\">", page);
            Assert.DoesNotContain("half", page);
            Assert.DoesNotContain("on purpose", page);
            Assert.Contains(log.All, l => l.Contains($"page 'Page {path}' at '/aiinfra/{path}'", StringComparison.Ordinal));
        }

        (HttpStatusCode data, string json) = await host.GetAsync("aiinfra/api/load");
        Assert.Equal(HttpStatusCode.InternalServerError, data);
        Assert.Contains("could not be read", JsonDocument.Parse(json).RootElement.GetProperty("error").GetString());
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("aiinfra/models")).Status);
    }

    [Fact]
    public async Task Data_ThatAreNoJson_AreNotSentAsSuch()
    {
        var log = new LogLines();
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]>(),
            s => s.AddSingleton<IDashboardPage>(new BrokenPage("nothing") { Json = _ => { } })
                .AddSingleton<IDashboardPage>(new BrokenPage("open") { Json = j => j.WriteStartArray() })
                .AddSingleton<IDashboardPage>(new BrokenPage("twice") { Json = j => { j.WriteNullValue(); j.WriteNullValue(); } }),
            build: b => b.Logging.AddProvider(log));
        foreach (string path in new[] { "nothing", "open", "twice" })
        {
            (HttpStatusCode status, string json) = await host.GetAsync($"aiinfra/api/{path}");
            Assert.Equal(HttpStatusCode.InternalServerError, status);
            Assert.Contains($"Page {path}", JsonDocument.Parse(json).RootElement.GetProperty("error").GetString());
        }

        Assert.Contains(log.All, l => l.Contains("BrokenPage.WriteJson wrote nothing; one whole JSON value is expected", StringComparison.Ordinal));
        Assert.Contains(log.All, l => l.Contains("an array or object that it did not end (1 are open)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Event_OfAKindOfTheHost_IsShownAsItSays()
    {
        await using TestHost host = await TestHost.StartAsync(
            new Dictionary<string, byte[]>(),
            s => s.AddEventKind<StockCounted>(c => c.Missing > 100 ? throw new InvalidOperationException("on purpose") : c.Missing > 0 ? EventTone.Bad : EventTone.Plain, c => c.Missing == 0, isNews: false));
        await host.Catalog.Events.AddAsync([Counted(0, "none missing"), Counted(3, "three missing"), Counted(200, "too many"), new CatalogEvent("other-kind", "s", DateTimeOffset.UtcNow, "of a kind that nobody knows")]);
        (_, string page) = await host.GetAsync("aiinfra/events");
        Assert.Contains("<option value=\"stock-counted\"></option>", page);
        Assert.Contains("<span class=\"badge bad\">stock-counted</span><span class=\"subject\">s</span><span class=\"message\">three missing", page);
        Assert.Contains("<span class=\"badge plain\">stock-counted</span><span class=\"subject\">s</span><span class=\"message\">too many", page);
        Assert.Contains("nobody knows", page);
        Assert.DoesNotContain("none missing", page);
        Assert.Contains("none missing", (await host.GetAsync("aiinfra/events?kind=stock-counted")).Body);
        string overview = (await host.GetAsync("aiinfra")).Body;
        Assert.DoesNotContain("three missing", overview);
        Assert.Contains("nobody knows", overview);
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(new Dictionary<string, byte[]>(), s => s.AddSingleton(new EventLook(EventKinds.Alarm))));
        Assert.Contains("kind 'alarm', which is a kind of the project's own", e.Message);

        static CatalogEvent Counted(int missing, string words) => CatalogEvent.Of(StockCounted.Kind, "s", DateTimeOffset.UtcNow, words, new StockCounted(missing));
    }

    [Fact]
    public void EveryKindOfTheProject_HasALook() =>
        Assert.Equal(EventKinds.All.Order(), AiInfra.AspNetCore.Dashboard.Parts.OwnEventLooks.All.Select(l => l.Kind).Order());

    [Fact]
    public void Table_OfAPage_NamesEveryCellAndMustEnd()
    {
        var html = new PageWriter(new DashboardRequest());
        html.Table("Stock", "what", "#how many").Add($"<tr><td>{"<b>"}</td><td>{3L}</td></tr>").EndTable().Empty("nothing").Facts("About", [("a", "b")]).Pager(false, "x", "y");
        Assert.Contains("<th class=\"n\">how many</th>", html.ToString());
        Assert.Contains("<td data-label=\"what\">&lt;b&gt;</td><td data-label=\"how many\">3</td>", html.ToString());
        Assert.Throws<InvalidOperationException>(() => html.EndTable());
        html.Table("one");
        Assert.Throws<InvalidOperationException>(() => html.Table("two"));
    }

    private static string Thrown() => throw new InvalidOperationException("on purpose");

    private static Task<TestHost> StartAsync<TPage>()
        where TPage : class, IDashboardPage => TestHost.StartAsync(
            new Dictionary<string, byte[]> { ["sum"] = TestModels.Sum(1) }, s => s.AddSingleton<IDashboardPage, TPage>().Configure<DashboardOptions>(o => o.Rows = 2));

    private sealed class BrokenPage(string path) : IDashboardPage, IDashboardView
    {
        public Func<IDashboardView>? Load { get; init; }

        public Func<IReadOnlyList<DashboardHit>>? Search { get; init; }

        public Action<PageWriter>? Html { get; init; }

        public Action<Utf8JsonWriter>? Json { get; init; }

        public string Path => path;

        public string Title => $"Page {path}";

        public Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default) => Task.FromResult(Load is null ? this : Load());

        public Task<IReadOnlyList<DashboardHit>> SearchAsync(string text, DashboardRequest request, CancellationToken cancellationToken = default) => Task.FromResult(Search is null ? [] : Search());

        public void Write(PageWriter html) => Html?.Invoke(html);

        public void WriteJson(Utf8JsonWriter json) => Json?.Invoke(json);
    }

    private sealed class LogLines : ILoggerProvider, ILogger
    {
        public System.Collections.Concurrent.ConcurrentQueue<string> All { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue($"{formatter(state, exception)} {exception?.Message}");

        public void Dispose()
        {
        }
    }

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

/// <summary>Somebody counted the stock: an event of the host's own.</summary>
public sealed record StockCounted(int Missing = 0) : IEventData<StockCounted>
{
    public const string Kind = "stock-counted";

    [JsonIgnore]
    public static IReadOnlyList<string> Kinds { get; } = [Kind];

    [JsonIgnore]
    public static JsonTypeInfo<StockCounted> Json => StockJson.Default.StockCounted;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StockCounted))]
internal sealed partial class StockJson : JsonSerializerContext;
