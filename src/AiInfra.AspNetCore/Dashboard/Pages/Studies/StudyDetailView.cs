using System.Globalization;
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>One study: its best trials, its pictures, its trials.</summary>
internal sealed class StudyDetailView(StudyDetail detail, StudyPictureData pictures) : IDashboardView
{
    public void Write(PageWriter html)
    {
        html.Add($"<article class=\"card\"><header><h3>{detail.Study.Name}</h3><span class=\"quiet\">{string.Join(", ", detail.Study.Directions)}, made ").Time(detail.Study.CreatedAt).Markup("</span></header>");
        if (detail.Study.RunId is { } run)
        {
            html.Markup("<p>Belongs to run ").Id(RunsPage.At, "id", run).Markup("</p>");
        }

        html.Facts("Trials", detail.Counts.Select(c => (c.Key, HtmlNumbers.Count(c.Value))));
        if (detail.Best is [int number] && detail.Trials.FirstOrDefault(t => t.Number == number) is { } best)
        {
            html.Facts($"Best: trial {best.Number}", best.Parameters.Select(p => (p.Key, Shown(p.Value))).Prepend(("value", HtmlNumbers.Metric(best.Values[0]))));
        }

        html.Facts("Tags", detail.Study.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)));
        html.Markup("</article>");
        StudyPictures.Write(html.Html, pictures);
        Trials(html);
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, [detail], StudyJson.Default.IReadOnlyListStudyDetail);

    private void Trials(PageWriter html)
    {
        if (detail.Trials.Count == 0)
        {
            return;
        }

        html.Markup("<h2>Trials, the best first, then the newest</h2><div class=\"card\">").Table("Trials", "trial", "state", "value", "took", "parameters");
        foreach (TrialRow trial in detail.Trials)
        {
            html.Add($"<tr id=\"trial-{trial.Number}\"><td><b>{trial.Number}</b></td><td><span class=\"badge {Tone(trial.State)}\" title=\"{trial.Error}\">{trial.State}</span></td><td>{string.Join(", ", trial.Values.Select(HtmlNumbers.Metric))}");
            if (trial.Violation > 0)
            {
                html.Add($" <span class=\"bad\">violates by {HtmlNumbers.Metric(trial.Violation)}</span>");
            }

            html.Add($"</td><td>{HtmlNumbers.Span((trial.EndedAt ?? html.Request.At) - trial.StartedAt)}</td><td class=\"pairs\">");
            html.Pairs(trial.Parameters.Select(p => (p.Key, Shown(p.Value))), 8).Markup("</td></tr>");
        }

        html.EndTable().Markup("</div>");
        if (detail.More > 0)
        {
            html.Add($"<p class=\"quiet\">{detail.More} more trials are not listed.</p>");
        }
    }

    // Numbers in so many digits as people compare; the JSON has all of them.
    private static string Shown(string value) => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? StudyPlane.Number(number) : value;

    private static string Tone(string state) => state switch
    {
        "complete" => RunTone.Of("finished"),
        "failed" => RunTone.Of("failed"),
        "running" => RunTone.Of("running"),
        _ => RunTone.Of("cancelled"),
    };
}
