using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Pages.Events;
using AiInfra.AspNetCore.Dashboard.Pages.Models;
using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.AspNetCore.Dashboard.Traffic;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>One deployment: how it answers over time, what could answer instead, what happened to it.</summary>
internal sealed class DeploymentDetailView(DeploymentDetail detail) : IDashboardView
{
    // As many lines as a reader can tell apart; a fifth version takes the first one's colour again.
    private static readonly string[] s_styles = ["main", "shadow", "third", "fourth"];

    // Minutes.
    private const int Shortest = 15;

    public void Write(PageWriter html)
    {
        DeploymentCard card = detail.Deployment;
        html.Add($"<article class=\"card\" data-deployment=\"{card.Name}\"><header><h3>{card.Name}</h3>");
        DeploymentHtml.Head(html, card);
        html.Markup("</header>");
        DeploymentHtml.Body(html, card);
        html.Markup("</article>");
        Traffic(html);
        Candidates(html);
        html.Markup("<h2>What happened</h2>");
        if (detail.Events.Count == 0)
        {
            html.Empty("Nothing yet.");
        }
        else
        {
            html.Events(detail.Events).Markup("<p class=\"pager\">").Link(EventsPage.At, "All events of this deployment", ("subject", card.Name)).Markup("</p>");
        }
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, detail, DeploymentJson.Default.DeploymentDetail);

    private void Traffic(PageWriter html)
    {
        TrafficCourse traffic = detail.Traffic;
        html.Markup("<h2>Traffic</h2>");
        if (traffic.Since is not DateTimeOffset since)
        {
            html.Empty("This process does not serve it, and only the process that serves sees its traffic.");
            return;
        }

        html.Add($"<p class=\"quiet\">Counted by this process, minute by minute, since {HtmlNumbers.Minute(since)}; at most the last {traffic.Minutes} minutes are kept, in memory. Requests that other processes answer are not in it.</p>");
        if (traffic.Fault is string fault)
        {
            html.Add($"<p class=\"bad\">The newest minutes are missing: {fault}</p>");
        }

        if (traffic.Versions.Count == 0)
        {
            html.Empty("No request since then.");
            return;
        }

        html.Markup("<div class=\"charts\">");
        Chart(html, "Requests a minute, by version", m => m.Answered + m.Failed, true, HtmlNumbers.Count);
        Chart(html, "Failed a minute, by version", m => m.Failed, true, HtmlNumbers.Count);
        Chart(html, "Latency, half of the requests (p50)", m => m.P50Ms ?? double.NaN, false, HtmlNumbers.AxisMilliseconds);
        Chart(html, "Latency, 99 of 100 requests (p99)", m => m.P99Ms ?? double.NaN, false, HtmlNumbers.AxisMilliseconds);
        html.Markup("</div>");
    }

    private void Chart(PageWriter html, string title, Func<TrafficMinute, double> value, bool counts, Func<double, string> number)
    {
        TrafficCourse traffic = detail.Traffic;
        html.Add($"<figure class=\"card quality\"><figcaption><span>{title}</span></figcaption>");
        var lines = new List<HtmlLine>();
        for (int i = 0; i < traffic.Versions.Count; i++)
        {
            lines.Add(new HtmlLine($"v{traffic.Versions[i].Version}", s_styles[i % s_styles.Length], Points(traffic.Versions[i], value, counts)));
        }

        // Of a host that has just started the axis begins before it: its first minutes are steps, and no wall of colour.
        double to = traffic.To.AddMinutes(1).ToUnixTimeMilliseconds();
        double from = Math.Min(traffic.From.ToUnixTimeMilliseconds(), to - (Shortest * 60_000));
        new HtmlChart
        {
            Label = title,
            Lines = lines,
            FromZero = true,
            Number = number,
            Span = (from, to),
            Place = HtmlNumbers.Clock,
        }.Write(html.Html);
        html.Markup("</figure>");
    }

    /// <summary>A minute is a step as wide as it. One without requests counts none, and has no latency.</summary>
    private List<(double X, double Y)> Points(VersionTraffic version, Func<TrafficMinute, double> value, bool counts)
    {
        var there = version.Minutes.ToDictionary(m => m.At);
        var points = new List<(double X, double Y)>();
        for (DateTimeOffset at = detail.Traffic.From; at <= detail.Traffic.To; at = at.AddMinutes(1))
        {
            double y = there.TryGetValue(at, out TrafficMinute? minute) ? value(minute) : counts ? 0 : double.NaN;
            points.Add((at.ToUnixTimeMilliseconds(), y));
            points.Add((at.AddMinutes(1).ToUnixTimeMilliseconds(), y));
        }

        return points;
    }

    private void Candidates(PageWriter html)
    {
        DeploymentCard card = detail.Deployment;
        html.Markup("<h2>Versions that could answer</h2>");
        if (detail.Candidates.Count == 0)
        {
            html.Empty($"No version of model {card.Model} is registered yet.");
            return;
        }

        html.Markup("<div class=\"card\">").Table("Registered versions", "version", "part", "registered", "metrics", "");
        foreach (Candidate candidate in detail.Candidates)
        {
            html.Markup("<tr><td>").Link(ModelsPage.At, $"v{candidate.Version}", ("name", card.Model), ("version", PageParts.Number(candidate.Version))).Markup("</td><td>");
            if (candidate.Part.Length > 0)
            {
                html.Add($"<span class=\"tag {candidate.Part}\">{candidate.Part}</span>");
            }

            html.Markup("</td><td>").Time(candidate.RegisteredAt).Markup("</td><td class=\"pairs\">");
            html.Pairs(candidate.Metrics.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => (m.Key, HtmlNumbers.Metric(m.Value))), 4).Markup("</td><td>");
            if (card.CanChange && candidate.Part != "champion")
            {
                DeploymentHtml.Button(html, "promote", card, candidate.Version, "Promote");
            }

            html.Markup("</td></tr>");
        }

        html.EndTable().Markup("<p class=\"small\">").Link(ModelsPage.At, "All versions", ("name", card.Model)).Markup("</p></div>");
    }
}
