using System.Text.Json;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.Core.Catalog;

namespace AiInfra.Outside.Tests.Dashboard;

/// <summary>What was spent, the newest first: a page from outside.</summary>
public sealed class BudgetsPage(ICatalog catalog) : IDashboardPage
{
    public string Path => "budgets";

    public string Title => "Budgets";

    public async Task<IDashboardView> LoadAsync(DashboardRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new View(await catalog.Events.ListAsync(new EventQuery { Kind = BudgetSpent.Kind, BeforeId = request.Number("before"), Take = request.Rows + 1 }, cancellationToken));
    }

    private sealed class View(IReadOnlyList<CatalogEvent> events) : IDashboardView
    {
        public void Write(PageWriter html)
        {
            CatalogEvent[] shown = [.. events.Take(html.Request.Rows)];
            if (shown.Length == 0)
            {
                html.Empty("Nothing was spent yet.");
                return;
            }

            html.Table("Budgets", "deployment", "#spent", "#limit");
            foreach (CatalogEvent e in shown)
            {
                BudgetSpent spent = e.Read<BudgetSpent>();
                html.Add($"<tr><td>{e.Subject}</td><td class=\"n\">{spent.Spent:0.00}</td><td class=\"n\">{spent.Limit:0.00}</td></tr>");
            }

            html.EndTable().Pager(html.Request["before"] is null, html.Request.Link("budgets"), events.Count > shown.Length ? html.Request.Link("budgets", ("before", $"{shown[^1].Id}")) : null);
        }

        public void WriteJson(Utf8JsonWriter json)
        {
            json.WriteStartArray();
            foreach (CatalogEvent e in events)
            {
                json.WriteNumberValue(e.Read<BudgetSpent>().Spent);
            }

            json.WriteEndArray();
        }
    }
}
