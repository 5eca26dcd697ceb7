using System.Text.Json;

namespace AiInfra.AspNetCore.Dashboard.Pages.Search;

/// <summary>What was found, and which pages could not be asked.</summary>
internal sealed class SearchView(string? text, IReadOnlyList<DashboardHit> hits, IReadOnlyList<DashboardHit> unasked) : IDashboardView
{
    public void Write(PageWriter html)
    {
        foreach (DashboardHit page in unasked)
        {
            html.Add($"<p class=\"bad\">{page.Words}</p>");
        }

        if (hits.Count == 0)
        {
            html.Empty(text is null ? "Seek a model, run, dataset, commit, deployment or event by its name or id." : $"Nothing goes by '{text}'.");
        }
        else
        {
            html.Markup("<div class=\"card\">").Table("Found", "what", "name", "");
            foreach (DashboardHit hit in hits)
            {
                html.Add($"<tr><td><span class=\"badge\">{hit.Kind}</span></td><td class=\"wide\"><a href=\"{hit.Link}\">{hit.Name}</a></td><td class=\"wide quiet\">{hit.Words}</td></tr>");
            }

            html.EndTable().Markup("</div>");
        }

        html.Markup("<p class=\"quiet small\">Names are sought in part; of runs among the newest 500. Ids of runs, commits and events are sought as a whole, among all.</p>");
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, [.. hits, .. unasked], SearchJson.Default.IReadOnlyListDashboardHit);
}
