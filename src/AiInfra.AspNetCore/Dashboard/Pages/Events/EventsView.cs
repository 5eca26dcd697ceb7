using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Events;

/// <summary>What happened, the newest first.</summary>
internal sealed class EventsView(IReadOnlyList<EventRow> events, DashboardRequest request, long? next, EventLooks looks) : IDashboardView
{
    public void Write(PageWriter html)
    {
        string? kind = request["kind"];
        html.Add($"<form class=\"filter\" method=\"get\" action=\"{html.Request.Link(EventsPage.At)}\"><label>Kind <input name=\"kind\" list=\"kinds\" maxlength=\"200\" value=\"{kind}\"></label><datalist id=\"kinds\">");
        foreach (string known in looks.Kinds)
        {
            html.Add($"<option value=\"{known}\"></option>");
        }

        html.Add($"</datalist><label>Subject <input name=\"subject\" maxlength=\"1000\" value=\"{request["subject"]}\"></label><button>Filter</button></form>");
        if (events.Count == 0)
        {
            html.Empty(kind is null && request["subject"] is null && request["before"] is null ? "Nothing happened yet." : next is null ? "No such event." : "Nothing but judgements that found nothing on this page.");
        }
        else
        {
            html.Events(events);
        }

        html.Pager(request["before"] is null, Link(null), next is null ? null : Link(next));
        if (kind is null)
        {
            html.Markup("<p class=\"quiet small\">Judgements that found nothing are left out; they are shown under their kinds:");
            foreach (string judged in looks.Judgements)
            {
                html.Markup(" ").Link(EventsPage.At, judged, ("kind", judged));
            }

            html.Markup(".</p>");
        }

        string Link(long? before) => html.Request.Link(EventsPage.At, ("kind", kind), ("subject", request["subject"]), ("before", PageParts.Number(before)));
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, events, EventRowsJson.Default.IReadOnlyListEventRow);
}
