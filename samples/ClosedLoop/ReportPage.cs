using System.Globalization;
using System.Net;
using System.Text;
using AiInfra.Learning;
using AiInfra.Metrics;
using AiInfra.Observability.Alerts;

namespace ClosedLoop;

/// <summary>One page without scripts or links: the figures, the picture, what happened and why.</summary>
internal static class ReportPage
{
    private const string Style = """
        :root{--ink:#1f2a44;--quiet:#667085;--line:#e4e8ef;--paper:#fff;--wash:#f6f8fb;--good:#1b7f5c;--bad:#c0392b}
        *{box-sizing:border-box}body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--wash);margin:0}
        main{max-width:1240px;margin:0 auto;padding:32px 20px 60px}h1{font-size:26px;margin:0 0 4px}h2{font-size:18px;margin:36px 0 10px}
        .lead{color:var(--quiet);margin:0 0 24px}.cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(170px,1fr));gap:12px}
        .card{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:14px 16px}.card b{display:block;font-size:24px;font-variant-numeric:tabular-nums}
        .card span{color:var(--quiet);font-size:13px}.card.good b{color:var(--good)}.card.bad b{color:var(--bad)}
        figure{margin:20px 0 0;background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:12px;overflow-x:auto}figure svg{display:block;width:100%;height:auto;min-width:720px}
        table{border-collapse:collapse;width:100%;background:var(--paper);border:1px solid var(--line);border-radius:10px;overflow:hidden;font-size:14px}
        th,td{text-align:left;padding:7px 12px;border-bottom:1px solid var(--line);vertical-align:top}th{background:#eef2f7;font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        tr:last-child td{border-bottom:0}details{background:var(--paper);border:1px solid var(--line);border-radius:10px;padding:10px 16px;margin-top:12px}summary{cursor:pointer;font-weight:600}
        pre{overflow-x:auto;font-size:12.5px;line-height:1.4}.tag{display:inline-block;border-radius:6px;padding:0 8px;font-size:13px;background:#eef2f7}.promotion{background:#dff3ea;color:var(--good)}.rollback,.failure{background:#fbe4e1;color:var(--bad)}.alarm{background:#fdf1d3;color:#8a6100}
        @media (prefers-color-scheme:dark){:root{color-scheme:dark;--ink:#e4e8ef;--quiet:#98a2b3;--line:#2b3444;--paper:#171d28;--wash:#0f131a;--good:#4cc38a;--bad:#f0786a}
        figure{background:#fff}th,.tag{background:#222b3a}.promotion{background:#14382b}.rollback,.failure{background:#45201c}.alarm{background:#41340f;color:#f2c14e}}
        @media (max-width:640px){main{padding:20px 14px 40px}.cards{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}.card{padding:10px 12px}.card b{font-size:20px}figure{overflow-x:scroll}table{display:block;overflow-x:auto}th,td{padding:7px 8px}}
        @media print{body{background:#fff}}
        """;

    public static string Write(StreamResult result, string svg)
    {
        CultureInfo invariant = CultureInfo.InvariantCulture;
        var page = new StringBuilder();
        page.Append(invariant, $"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>Closed loop: {Html(result.Stream.Target)}</title><style>{Style}</style></head><body><main>");
        page.Append(invariant, $"<h1>{Html(Path.GetFileName(result.Stream.Path))}: {Html(result.Stream.Target)}</h1>");
        page.Append(invariant, $"<p class=\"lead\">{result.Stream.Task}. The first {Show.Count(result.Stream.WarmUpRows)} rows trained the first model; {Show.Count(result.Learning.Count)} rows were then answered one at a time.</p>");
        Cards(page, result);
        page.Append(invariant, $"<figure role=\"img\" aria-label=\"{Html(result.Measure)} over time of the frozen and the learning model, with alarms, promotions and rollbacks, and drift by input\">{svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]}</figure>");
        Happenings(page, result);
        First(page, result);
        page.Append("</main></body></html>");
        return page.ToString();
    }

    private static void Cards(StringBuilder page, StreamResult result)
    {
        var task = result.Stream.Task;
        Card("learning system, " + result.Measure, task.Figure(result.Learning.Overall));
        Card("frozen first model", task.Figure(result.Frozen.Overall));
        Card("gain", (result.Gain >= 0 ? "+" : "") + task.Figure(result.Gain, result.Frozen.Overall), result.Gain > 0 ? "good" : result.Gain < 0 ? "bad" : "");
        Card("no change (last known label)", task.Figure(result.NoChange.Overall));
        Card("retrainings", Show.Count(result.Status.Retrainings));
        Card("promotions", Show.Count(result.Status.Promotions));
        Card("refusals", Show.Count(result.Status.Refusals));
        Card("rollbacks", Show.Count(result.Status.Rollbacks), result.Status.Rollbacks > 0 ? "bad" : "");
        if (result.Status.Failures > 0)
        {
            Card("retrainings that failed", Show.Count(result.Status.Failures), "bad");
        }

        Card("latency p50 / p99", string.Create(CultureInfo.InvariantCulture, $"{result.P50:0} / {result.P99:0} µs"));
        page.Append("</div>");

        void Card(string name, string figure, string kind = "")
        {
            if (name.StartsWith("learning", StringComparison.Ordinal))
            {
                page.Append("<div class=\"cards\">");
            }

            page.Append(CultureInfo.InvariantCulture, $"<div class=\"card {kind}\"><b>{Html(figure)}</b><span>{Html(name)}</span></div>");
        }
    }

    private static void Happenings(StringBuilder page, StreamResult result)
    {
        var rows = result.Events
            .Where(e => e.Event.Kind != LearningEventKind.Retraining)
            .Select(e => (e.Row, Kind: e.Event.Kind.ToString().ToLowerInvariant(), Why: e.Event.Reason.ToString(), Text: e.Event is { Gate: { } gate, Kind: LearningEventKind.Promotion } ? e.Event.Message + " " + gate.Explain() : e.Event.Message))
            .Concat(result.Alarms.Where(a => a.Alarm.State == AlarmState.Raised).Select(a => (a.Row, Kind: "alarm", Why: a.Alarm.Kind, Text: a.Alarm.Message)))
            .OrderBy(e => e.Row)
            .ToList();
        page.Append("<h2>What happened</h2><table><thead><tr><th>row</th><th>what</th><th>because of</th><th>in words</th></tr></thead><tbody>");
        foreach (var (row, kind, why, text) in rows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<tr><td class=\"n\">{Show.Count(row)}</td><td><span class=\"tag {kind}\">{kind}</span></td><td>{Html(why)}</td><td>{Html(text)}</td></tr>");
        }

        page.Append("</tbody></table>");
    }

    private static void First(StringBuilder page, StreamResult result)
    {
        page.Append(CultureInfo.InvariantCulture, $"<h2>The first model</h2><p class=\"lead\">Judged on the newest {Show.Count(result.First.Report.Rows)} rows of the first part before it learned them too. {Html(result.First.Gate.Explain())}</p><table><thead><tr><th>metric</th><th>value</th><th>95 % interval</th></tr></thead><tbody>");
        foreach (Score score in result.First.Report.Metrics)
        {
            string interval = score.Interval is { } i ? string.Create(CultureInfo.InvariantCulture, $"{i.Low:0.####} to {i.High:0.####}") : "";
            page.Append(CultureInfo.InvariantCulture, $"<tr><td>{Html(score.Name)}</td><td class=\"n\">{score.Value:0.####}</td><td class=\"n\">{interval}</td></tr>");
        }

        page.Append("</tbody></table>");
        page.Append(CultureInfo.InvariantCulture, $"<details><summary>The columns, as found</summary><pre>{Html(result.Stream.Profile.ToString())}</pre></details>");
        if (result.First.Encoding is { } encoding)
        {
            page.Append(CultureInfo.InvariantCulture, $"<details><summary>How columns became numbers</summary><pre>{Html(encoding)}</pre></details>");
        }
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}
