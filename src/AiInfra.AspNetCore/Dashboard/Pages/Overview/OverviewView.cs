using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Pages.Datasets;
using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Pages.Events;
using AiInfra.AspNetCore.Dashboard.Pages.Models;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Overview;

/// <summary>Deployments in short, the newest events, and the way to the rest.</summary>
internal sealed class OverviewView(Overview overview) : IDashboardView
{
    public void Write(PageWriter html)
    {
        html.Markup("<dl class=\"totals tiles\">");
        Tile(html, DeploymentsPage.At, "deployments", HtmlNumbers.Count(overview.DeploymentCount), "");
        int alarms = overview.Deployments.Sum(d => d.Alarms.Count);
        Tile(html, EventsPage.At, "alarms on", HtmlNumbers.Count(alarms), alarms > 0 ? "bad" : "");
        Tile(html, ModelsPage.At, "models", HtmlNumbers.Count(overview.Models), "");
        Tile(html, DatasetsPage.At, "datasets", HtmlNumbers.Count(overview.Datasets), "");
        html.Markup("</dl>");
        if (overview.NewestRun is RunRow run)
        {
            html.Markup("<p>Newest run: ").Link(RunsPage.At, run.Name, ("id", run.Id)).Add($" <span class=\"badge {RunTone.Of(run.Status)}\">{run.Status}</span> <span class=\"quiet\">{run.Kind} of {run.Experiment}, ").Time(run.StartedAt).Markup("</span></p>");
        }

        html.Markup("<h2>Deployments</h2>");
        if (overview.Deployments.Count == 0)
        {
            html.Markup("<p class=\"empty\">Nothing is deployed yet. A deployment appears with <code>AddServing(name)</code>.</p>");
        }

        html.Markup("<div class=\"cards\">");
        foreach (DeploymentCard card in overview.Deployments)
        {
            Deployment(html, card);
        }

        html.Markup("</div>");
        if (overview.DeploymentCount > overview.Deployments.Count)
        {
            html.Markup("<p class=\"pager\">").Link(DeploymentsPage.At, $"All {overview.DeploymentCount} deployments").Markup("</p>");
        }

        html.Markup("<h2>Newest events</h2>");
        if (overview.Events.Count == 0)
        {
            html.Empty("Nothing happened yet.");
        }
        else
        {
            html.Events(overview.Events).Markup("<p class=\"pager\">").Link(EventsPage.At, "All events").Markup("</p>");
        }
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, overview, OverviewJson.Default.Overview);

    private static void Deployment(PageWriter html, DeploymentCard card)
    {
        html.Add($"<article class=\"card\" data-deployment=\"{card.Name}\"><header><h3>").Link(DeploymentsPage.At, card.Name, ("name", card.Name)).Markup("</h3>");
        DeploymentHtml.Head(html, card);
        html.Markup("</header>");
        if (card.Status != "ready" && card.Reason is not null)
        {
            html.Add($"<p class=\"reason\">{card.Reason}</p>");
        }

        foreach (EventRow alarm in card.Alarms)
        {
            html.Add($"<p class=\"alarm\" role=\"status\"><b>Alarm</b> {alarm.Message} <span class=\"quiet\">").Time(alarm.At).Markup("</span></p>");
        }

        DeploymentHtml.Totals(html, card);
        html.Add($"<p class=\"quiet\">champion {PageParts.Version(card.Champion)}, challenger {PageParts.Version(card.Challenger)}, previous {PageParts.Version(card.Previous)}</p>");
        if (card.Quality is QualityCourse quality)
        {
            html.Add($"<div class=\"inline\"><span>{quality.Metric}</span> <b class=\"{(quality.Degraded ? "bad" : "")}\">{HtmlNumbers.Metric(quality.Latest)}</b>");
            HtmlChart.Spark(html.Html, quality.Metric, [.. quality.Answers.Select(p => (p.X, p.Y))]);
            html.Markup("</div>");
        }

        html.Markup("</article>");
    }

    private static void Tile(PageWriter html, string path, string name, string value, string tone) =>
        html.Add($"<div><dt>").Link(path, name).Add($"</dt><dd class=\"{tone}\">{value}</dd></div>");
}
