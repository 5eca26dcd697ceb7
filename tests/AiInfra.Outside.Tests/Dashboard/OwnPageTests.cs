using AiInfra.AspNetCore.Dashboard;
using AiInfra.Core.Catalog;
using AiInfra.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Outside.Tests.Dashboard;

/// <summary>A page and a kind of event as somebody else writes them, in a web host.</summary>
public sealed class OwnPageTests
{
    [Fact]
    public async Task PageAndEvent_OfOnesOwn_AreShownAsTheProjectsAre()
    {
        using var folder = new TemporaryFolder();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAiInfra(ai => ai.StoreIn(folder.File("store")));
        builder.Services.AddSingleton<IDashboardPage, BudgetsPage>();
        builder.Services.AddEventKind<BudgetSpent>(b => b.Spent > b.Limit ? EventTone.Warning : EventTone.Plain, foundNothing: b => b.Spent == 0, isNews: false);
        await using WebApplication app = builder.Build();
        app.MapAiInfraDashboard();
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };
        ICatalog catalog = app.Services.GetRequiredService<ICatalog>();
        Assert.Contains("Nothing was spent yet.", await GetAsync("aiinfra/budgets"), StringComparison.Ordinal);
        await catalog.Events.AddAsync([Of("d", 3), Of("e", 12), Of("f", 0)], TestContext.Current.CancellationToken);
        Assert.Contains("<td data-label=\"spent\" class=\"n\">12.00</td>", await GetAsync("aiinfra/budgets"), StringComparison.Ordinal);
        Assert.Equal("[0,12,3]", await GetAsync("aiinfra/api/budgets"));
        string events = await GetAsync("aiinfra/events");
        Assert.Contains("<option value=\"budget-spent\">", events, StringComparison.Ordinal);
        Assert.Contains("badge warn\">budget-spent</span><span class=\"subject\">e<", events, StringComparison.Ordinal);
        Assert.DoesNotContain("spent 0", events, StringComparison.Ordinal);
        Assert.DoesNotContain("spent 12", await GetAsync("aiinfra"), StringComparison.Ordinal);

        Task<string> GetAsync(string path) => client.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

        static CatalogEvent Of(string subject, double spent) => CatalogEvent.Of(BudgetSpent.Kind, subject, DateTimeOffset.UtcNow, $"spent {spent}", new BudgetSpent(spent, 10));
    }
}
