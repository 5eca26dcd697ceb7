using System.Globalization;
using AiInfra.AspNetCore.Dashboard.Views;

namespace AiInfra.AspNetCore.Dashboard.Sections;

/// <summary>Deployments as cards.</summary>
internal static class DeploymentsSection
{
    public static void Write(Html html, PageView page)
    {
        html.Markup("<section id=\"deployments\" aria-labelledby=\"h-deployments\"><h2 id=\"h-deployments\">Deployments</h2>");
        if (page.Deployments.Count == 0)
        {
            html.Markup("<p class=\"empty\">Nothing is deployed yet. A deployment appears with <code>AddServing(name)</code>.</p>");
        }

        html.Markup("<div class=\"cards\">");
        foreach (DeploymentCard card in page.Deployments)
        {
            Card(html, card, page.At);
        }

        html.Markup("</div></section>");
    }

    private static void Card(Html html, DeploymentCard card, DateTimeOffset now)
    {
        html.Add($"<article class=\"card\" data-deployment=\"{card.Name}\"><header><h3>{card.Name}</h3><span class=\"badge {Tone(card.Status)}\">{card.Status}</span>");
        if (card.Model != card.Name)
        {
            html.Add($"<span class=\"quiet\">model {card.Model}</span>");
        }

        if (card.CanRollBack)
        {
            html.Add($"<button type=\"button\" class=\"rollback\" data-rollback=\"{card.Name}\" data-from=\"{Version(card.Champion)}\" data-to=\"{Version(card.Previous)}\">Roll back to v{Version(card.Previous)}</button>");
        }

        html.Markup("</header>");
        if (card.Status != "ready" && card.Reason is not null)
        {
            html.Add($"<p class=\"reason\">{card.Reason}</p>");
        }

        foreach (EventRow alarm in card.Alarms)
        {
            html.Add($"<p class=\"alarm\" role=\"status\"><b>Alarm</b> {alarm.Message} <span class=\"quiet\">{Words.Ago(now - alarm.At)}</span></p>");
        }

        Totals(html, card);
        Versions(html, card);
        if (card.Quality is not null)
        {
            Lines.Quality(html, card.Quality);
        }

        if (card.Drift is not null)
        {
            Drift(html, card.Drift, now);
        }

        html.Markup("</article>");
    }

    private static void Totals(Html html, DeploymentCard card)
    {
        long answered = card.Versions.Sum(v => v.Answered);
        long failed = card.Versions.Sum(v => v.Failed);
        VersionRow? champion = card.Versions.FirstOrDefault(v => v.Role == "champion");
        html.Markup("<dl class=\"totals\">");
        Fact(html, "requests", Words.Count(answered + failed));
        Fact(html, "failed", Words.Count(failed), failed > 0 ? "bad" : "");
        Fact(html, "in flight", Words.Count(card.Versions.Sum(v => v.InFlight)));
        Fact(html, "p50", Words.Milliseconds(champion?.P50Ms ?? 0));
        Fact(html, "p99", Words.Milliseconds(champion?.P99Ms ?? 0));
        if (champion?.MeanBatch is double batch)
        {
            Fact(html, "rows a batch", batch.ToString("0.0", CultureInfo.InvariantCulture));
        }

        html.Markup("</dl>");
    }

    private static void Fact(Html html, string name, string value, string tone = "") => html.Add($"<div><dt>{name}</dt><dd class=\"{tone}\">{value}</dd></div>");

    private static void Versions(Html html, DeploymentCard card)
    {
        if (card.Versions.Count == 0)
        {
            html.Add($"<p class=\"quiet\">champion {Known(card.Champion)}, challenger {Known(card.Challenger)}, previous {Known(card.Previous)}</p>");
            return;
        }

        html.Markup("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Loaded versions\"><table><thead><tr><th>version</th><th>role</th><th class=\"n\">in flight</th><th class=\"n\">answered</th><th class=\"n\">failed</th><th class=\"n\">rejected</th><th class=\"n\">p50</th><th class=\"n\">p99</th></tr></thead><tbody>");
        foreach (VersionRow v in card.Versions)
        {
            string share = v.Role != "challenger" ? "" : card.ChallengerShare > 0 ? string.Create(CultureInfo.InvariantCulture, $" {card.ChallengerShare:0.#%}") : " shadow";
            html.Add($"<tr><td>v{v.Version}</td><td><span class=\"tag {v.Role}\">{v.Role}{share}</span></td><td class=\"n\">{v.InFlight}</td><td class=\"n\">{Words.Count(v.Answered)}</td><td class=\"n\">{Words.Count(v.Failed)}</td><td class=\"n\">{Words.Count(v.Rejected)}</td><td class=\"n\">{Words.Milliseconds(v.P50Ms)}</td><td class=\"n\">{Words.Milliseconds(v.P99Ms)}</td></tr>");
        }

        html.Markup("</tbody></table></div>");
        if (card.ShadowsAnswered + card.ShadowsDropped > 0)
        {
            html.Add($"<p class=\"quiet\">{Words.Count(card.ShadowsAnswered)} shadow answers, {Words.Count(card.ShadowsDropped)} dropped</p>");
        }
    }

    private static void Drift(Html html, DriftView drift, DateTimeOffset now)
    {
        html.Add($"<div class=\"drift\"><p><span>Input drift</span> <b class=\"{(drift.Drifted ? "warn" : "")}\">{(drift.Drifted ? "drifted" : "as in training")}</b> <span class=\"quiet\">{drift.Rows} rows, {Words.Ago(now - drift.At)}</span></p><ul>");
        foreach (ColumnBar column in drift.Columns)
        {
            // PSI of 0.25 and more is a large change; the bar ends at twice that.
            double width = Math.Clamp(column.Stability / 0.5, 0.01, 1) * 100;
            string tone = column.Drifted ? "warn" : column.Noise > 0 && column.Stability <= column.Noise ? "chance" : "";
            string chance = column.Noise > 0 ? $"Without a change, chance alone goes up to {Words.Metric(column.Noise)} once in twenty windows like this one." : "";
            html.Add($"<li class=\"{tone}\" title=\"{chance}\"><span class=\"name\">{column.Column}</span><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" height=\"8\" rx=\"2\" class=\"rail\"/><rect width=\"{width:0.#}\" height=\"8\" rx=\"2\"/></svg><span class=\"n\">PSI {Words.Metric(Math.Round(column.Stability, 4))}{(tone == "chance" ? ", by chance" : Gone(column))}</span></li>");
        }

        html.Markup("</ul></div>");
    }

    /// <summary>A column may drift by being left out, which no index of its values shows.</summary>
    private static string Gone(ColumnBar column) => column.Drifted && Math.Abs(column.Missing - column.ReferenceMissing) >= 0.05
        ? string.Create(CultureInfo.InvariantCulture, $", missing {column.Missing:0%}")
        : "";

    private static string Version(int? version) => version?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Known(int? version) => version is int v ? $"v{v.ToString(CultureInfo.InvariantCulture)}" : "none";

    private static string Tone(string status) => status switch
    {
        "ready" => "good",
        "unavailable" => "bad",
        "loading" => "warn",
        _ => "",
    };
}
