using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard.Sections;

/// <summary>What happened, the newest first.</summary>
internal static class EventsSection
{
    public static void Write(Html html, PageView page)
    {
        html.Markup("<section id=\"events\" aria-labelledby=\"h-events\"><h2 id=\"h-events\">Events</h2>");
        if (page.Events.Count == 0)
        {
            html.Markup("<p class=\"empty\">Nothing happened yet.</p></section>");
            return;
        }

        html.Markup("<ol class=\"events\">");
        foreach (EventRow e in page.Events)
        {
            html.Add($"<li><time datetime=\"{e.At.UtcDateTime.ToString("O")}\" title=\"{e.At.UtcDateTime.ToString("u")}\">{Words.Ago(page.At - e.At)}</time><span class=\"badge {e.Tone}\">{e.Kind}</span><span class=\"subject\">{e.Subject}</span><span class=\"message\">{e.Message}");
            if (e.Position is long position)
            {
                html.Add($" <span class=\"quiet\">row {position}</span>");
            }

            html.Markup("</span></li>");
        }

        html.Markup("</ol></section>");
    }
}
