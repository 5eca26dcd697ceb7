using AiInfra.Evaluation.Gates;
using AiInfra.Metrics.Calibration;
using AiInfra.Metrics.Curves;

namespace AiInfra.Evaluation.Reports;

/// <summary>The small tables of a report beside its pictures: thresholds, and Brier's score in parts.</summary>
internal static class HtmlDecisions
{
    public static void Write(Html html, ClassificationDetail detail)
    {
        Thresholds(html, detail);
        Brier(html, detail.Brier);
    }

    private static void Thresholds(Html html, ClassificationDetail detail)
    {
        if (detail.Thresholds.Count == 0)
        {
            return;
        }

        html.Add($"<figure class='wide'><figcaption>Thresholds for '{detail.Labels[1]}'</figcaption><div class='scroll'><table><tr><th>chosen by</th><th>call from</th><th>precision</th><th>recall</th><th>false alarms</th><th>F1</th><th>called</th></tr>");
        foreach ((string rule, ThresholdChoice c) in detail.Thresholds)
        {
            Html? met = c.IsMet ? null : new Html().Markup("<small>not reached; the nearest</small>");
            string from = double.IsPositiveInfinity(c.Threshold) ? "none" : GateText.Number(c.Threshold);
            double called = (c.Counts.TruePositives + c.Counts.FalsePositives) / c.Counts.Total;
            html.Add($"<tr><th scope='row'>{rule}{met}</th><td>{from}</td><td>{GateText.Number(c.Precision)}</td><td>{GateText.Number(c.Recall)}</td><td>{GateText.Number(c.FalsePositiveRate)}</td><td>{GateText.Number(c.Counts.F())}</td><td>{ReportText.Percent(called)}</td></tr>");
        }

        html.Markup("</table></div><p class='hint'>False alarms: share of the negative rows that are called. Chosen on these rows: on new ones each does a little worse.</p></figure>");
    }

    private static void Brier(Html html, BrierDecomposition? brier)
    {
        if (brier is null)
        {
            return;
        }

        html.Markup("<figure><figcaption>Brier's score in parts</figcaption><table>");
        foreach ((string part, string words, double value) in new[]
        {
            ("reliability", "what miscalibration costs", brier.Reliability),
            ("- resolution", "what telling rows apart saves", brier.GeneralisedResolution),
            ("+ uncertainty", "what knowing nothing costs", brier.Uncertainty),
            ("= Brier", $"skill {GateText.Number(brier.Skill)}", brier.Brier),
        })
        {
            html.Add($"<tr><th scope='row'>{part}<small>{words}</small></th><td>{GateText.Number(value)}</td></tr>");
        }

        html.Markup("</table></figure>");
    }
}
