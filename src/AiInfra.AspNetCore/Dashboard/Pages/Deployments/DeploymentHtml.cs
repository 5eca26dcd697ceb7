using System.Globalization;
using AiInfra.AspNetCore.Dashboard.Pages.Drift;
using AiInfra.AspNetCore.Dashboard.Pages.Models;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>The parts of a deployment's card.</summary>
internal static class DeploymentHtml
{
    public static void Card(PageWriter html, DeploymentCard card)
    {
        html.Add($"<article class=\"card\" data-deployment=\"{card.Name}\"><header><h3>").Link(DeploymentsPage.At, card.Name, ("name", card.Name)).Markup("</h3>");
        Head(html, card);
        html.Markup("</header>");
        Body(html, card);
        html.Markup("</article>");
    }

    /// <summary>Status, model, and the buttons.</summary>
    public static void Head(PageWriter html, DeploymentCard card)
    {
        html.Add($"<span class=\"badge {Tone(card.Status)}\">{card.Status}</span>");
        if (card.Model != card.Name)
        {
            html.Markup("<span class=\"quiet\">model ").Link(ModelsPage.At, card.Model, ("name", card.Model)).Markup("</span>");
        }

        html.Markup("<span class=\"actions\">");
        if (card is { CanChange: true, Challenger: int challenger })
        {
            Button(html, "withdraw", card, challenger, $"Withdraw v{challenger}");
            Button(html, "promote", card, challenger, $"Promote v{challenger}");
        }

        if (card is { CanRollBack: true, Previous: int previous })
        {
            Button(html, "rollback", card, previous, $"Roll back to v{previous}");
        }

        html.Markup("</span>");
    }

    /// <summary>A button that asks for a change: it does nothing without its dialog, which asks for the reason.</summary>
    public static void Button(PageWriter html, string action, DeploymentCard card, int version, string words) =>
        html.Add($"<button type=\"button\" data-change=\"{action}\" data-name=\"{card.Name}\" data-from=\"{PageParts.Number(card.Champion)}\" data-version=\"{version}\">{words}</button> ");

    public static void Body(PageWriter html, DeploymentCard card)
    {
        if (card.Status != "ready" && card.Reason is not null)
        {
            html.Add($"<p class=\"reason\">{card.Reason}</p>");
        }

        foreach (EventRow alarm in card.Alarms)
        {
            html.Add($"<p class=\"alarm\" role=\"status\"><b>Alarm</b> {alarm.Message} <span class=\"quiet\">").Time(alarm.At).Markup("</span></p>");
        }

        Totals(html, card);
        Versions(html, card);
        if (card.Quality is not null)
        {
            Quality(html, card.Quality);
        }

        if (card.Drift is not null)
        {
            DriftHtml.Write(html, card.Drift);
            html.Markup("<p class=\"small\">").Link(DriftPage.At, "All columns and their history", ("name", card.Name)).Markup("</p>");
        }
    }

    public static void Totals(PageWriter html, DeploymentCard card)
    {
        long answered = card.Versions.Sum(v => v.Answered);
        long failed = card.Versions.Sum(v => v.Failed);
        VersionRow? champion = card.Versions.FirstOrDefault(v => v.Role == "champion");
        html.Markup("<dl class=\"totals\">");
        Fact("requests", HtmlNumbers.Count(answered + failed), "");
        Fact("failed", HtmlNumbers.Count(failed), failed > 0 ? "bad" : "");
        Fact("in flight", HtmlNumbers.Count(card.Versions.Sum(v => v.InFlight)), "");
        Fact("p50", HtmlNumbers.Milliseconds(champion?.P50Ms ?? 0), "");
        Fact("p99", HtmlNumbers.Milliseconds(champion?.P99Ms ?? 0), "");
        if (champion?.MeanBatch is double batch)
        {
            Fact("rows a batch", batch.ToString("0.0", CultureInfo.InvariantCulture), "");
        }

        html.Markup("</dl>");

        void Fact(string name, string value, string tone) => html.Add($"<div><dt>{name}</dt><dd class=\"{tone}\">{value}</dd></div>");
    }

    public static void Quality(PageWriter html, QualityCourse quality)
    {
        double[] values = [.. quality.Answers.Concat(quality.Shadow).Select(p => p.Y)];
        html.Add($"<figure class=\"quality\"><figcaption><span>{quality.Metric}, windowed</span><b class=\"{(quality.Degraded ? "bad" : "")}\">{HtmlNumbers.Metric(quality.Latest)}</b>");
        if (quality.Baseline is double baseline)
        {
            html.Add($"<span class=\"quiet\">baseline {HtmlNumbers.Metric(baseline)}</span>");
        }

        html.Add($"<span class=\"quiet\">{(quality.ByRows ? "along rows seen" : "along time, UTC")}</span></figcaption>");
        HtmlLine[] lines = quality.Shadow.Count > 1 ? [Line("challenger", "shadow", quality.Shadow), Line("answers", "main", quality.Answers)] : [Line("answers", "main", quality.Answers)];
        new HtmlChart
        {
            Label = $"{quality.Metric} between {HtmlNumbers.Metric(values.Min())} and {HtmlNumbers.Metric(values.Max())}, now {HtmlNumbers.Metric(quality.Latest)}",
            Lines = lines,
            Marks = [.. quality.Marks.Select(m => new HtmlMark(m.X, m.Kind, m.Message))],
            Place = quality.ByRows ? HtmlNumbers.Count : HtmlNumbers.Clock,
        }.Write(html.Html);
        html.Markup("</figure>");

        static HtmlLine Line(string name, string style, IReadOnlyList<Sample> points) => new(name, style, [.. points.Select(p => (p.X, p.Y))]);
    }

    private static void Versions(PageWriter html, DeploymentCard card)
    {
        if (card.Versions.Count == 0)
        {
            html.Add($"<p class=\"quiet\">champion {PageParts.Version(card.Champion)}, challenger {PageParts.Version(card.Challenger)}, previous {PageParts.Version(card.Previous)}</p>");
            return;
        }

        html.Table("Loaded versions", "version", "part", "#in flight", "#answered", "#failed", "#refused", "#p50", "#p99");
        foreach (VersionRow v in card.Versions)
        {
            string share = v.Role != "challenger" ? "" : card.ChallengerShare > 0 ? $" {card.ChallengerShare:0.#%}" : " shadow";
            html.Markup("<tr><td>").Link(ModelsPage.At, $"v{v.Version}", ("name", card.Model), ("version", PageParts.Number(v.Version)));
            html.Add($"</td><td><span class=\"tag {v.Role}\">{v.Role}{share}</span></td><td class=\"n\">{v.InFlight}</td><td class=\"n\">{HtmlNumbers.Count(v.Answered)}</td><td class=\"n\">{HtmlNumbers.Count(v.Failed)}</td><td class=\"n\">{HtmlNumbers.Count(v.Rejected)}</td><td class=\"n\">{HtmlNumbers.Milliseconds(v.P50Ms)}</td><td class=\"n\">{HtmlNumbers.Milliseconds(v.P99Ms)}</td></tr>");
        }

        html.EndTable();
        if (card.ShadowsAnswered + card.ShadowsDropped > 0)
        {
            html.Add($"<p class=\"quiet\">{HtmlNumbers.Count(card.ShadowsAnswered)} shadow answers, {HtmlNumbers.Count(card.ShadowsDropped)} dropped</p>");
        }
    }

    private static string Tone(string status) => status switch
    {
        "ready" => "good",
        "unavailable" => "bad",
        "loading" => "warn",
        _ => "",
    };
}
