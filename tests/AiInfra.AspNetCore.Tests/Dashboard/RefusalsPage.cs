// <readme> docs/dashboard.md 1
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
// </readme>

namespace AiInfra.AspNetCore.Tests.Dashboard;

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
