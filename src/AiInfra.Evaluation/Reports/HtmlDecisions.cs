using System.Net;
using System.Text;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Curves;

namespace AiInfra.Evaluation.Reports;

/// <summary>The small tables of a report beside its pictures: thresholds, and Brier's score in parts.</summary>
internal static class HtmlDecisions
{
    public static string Of(ClassificationDetail detail)
    {
        var html = new StringBuilder();
        Thresholds(html, detail);
        Brier(html, detail.Brier);
        return html.ToString();
    }

    private static void Thresholds(StringBuilder html, ClassificationDetail detail)
    {
        if (detail.Thresholds.Count == 0)
        {
            return;
        }

        html.Append($"<figure class='wide'><figcaption>Thresholds for '{E(detail.Labels[1])}'</figcaption><div class='scroll'><table><tr><th>chosen by</th><th>call from</th><th>precision</th><th>recall</th><th>false alarms</th><th>F1</th><th>called</th></tr>");
        foreach ((string rule, ThresholdChoice c) in detail.Thresholds)
        {
            string met = c.IsMet ? "" : "<small>not reached; the nearest</small>";
            string from = double.IsPositiveInfinity(c.Threshold) ? "none" : GateText.Number(c.Threshold);
            double called = (c.Counts.TruePositives + c.Counts.FalsePositives) / c.Counts.Total;
            html.Append($"<tr><th scope='row'>{E(rule)}{met}</th><td>{from}</td><td>{GateText.Number(c.Precision)}</td><td>{GateText.Number(c.Recall)}</td><td>{GateText.Number(c.FalsePositiveRate)}</td><td>{GateText.Number(c.Counts.F())}</td><td>{ReportText.Percent(called)}</td></tr>");
        }

        html.Append("</table></div><p class='hint'>False alarms: share of the negative rows that are called. Chosen on these rows: on new ones each does a little worse.</p></figure>");
    }

    private static void Brier(StringBuilder html, BrierDecomposition? brier)
    {
        if (brier is null)
        {
            return;
        }

        html.Append("<figure><figcaption>Brier's score in parts</figcaption><table>");
        foreach ((string part, string words, double value) in new[]
        {
            ("reliability", "what miscalibration costs", brier.Reliability),
            ("- resolution", "what telling rows apart saves", brier.GeneralisedResolution),
            ("+ uncertainty", "what knowing nothing costs", brier.Uncertainty),
            ("= Brier", $"skill {GateText.Number(brier.Skill)}", brier.Brier),
        })
        {
            html.Append($"<tr><th scope='row'>{part}<small>{words}</small></th><td>{GateText.Number(value)}</td></tr>");
        }

        html.Append("</table></figure>");
    }

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
