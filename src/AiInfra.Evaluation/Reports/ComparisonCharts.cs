
namespace AiInfra.Evaluation.Reports;

/// <summary>Both models of a comparison in one picture each.</summary>
internal static class ComparisonCharts
{
    private const double RoomForLegend = 0.25;

    public static string Of(ComparisonReport report)
    {
        var html = new Html();
        if (report is { ChampionClassification: { } old, CandidateClassification: { } young })
        {
            Curves(html, report, old, young);
        }

        if (report is { ChampionRegression: { } before, CandidateRegression: { } after })
        {
            Residuals(html, report, "Mean residual over prediction", "prediction", before.ByPrediction, after.ByPrediction);
            Residuals(html, report, "Mean residual in the order of rows", "row", before.InOrder, after.InOrder);
        }

        return html.Length == 0 ? "" : new Html().Add($"<section class='charts'>{html}</section>").ToString();
    }

    private static void Curves(Html html, ComparisonReport report, ClassificationDetail old, ClassificationDetail young)
    {
        if (old.Roc.Count > 0 && young.Roc.Count > 0)
        {
            html.Markup(Both(new SvgChart(0, 1, 0, 1, "false positive rate", "true positive rate").Line("chance", [(0, 0), (1, 1)]), report, false)
                .Line("before", old.Roc.Select(p => (p.X, p.Y)))
                .Line("curve", young.Roc.Select(p => (p.X, p.Y)))
                .ToSvg($"ROC of '{young.Labels[1]}'"));
            html.Markup(Both(new SvgChart(0, 1, 0, 1, "recall", "precision"), report, false)
                .Steps("before", old.PrecisionRecall.Select(p => (p.X, p.Y)))
                .Steps("curve", young.PrecisionRecall.Select(p => (p.X, p.Y)))
                .ToSvg($"Precision and recall of '{young.Labels[1]}'"));
        }

        if (old.Reliability.Count > 0 && young.Reliability.Count > 0)
        {
            SvgChart chart = Both(new SvgChart(0, 1, 0, 1, "mean predicted probability", young.Labels.Count == 2 ? "share that happened" : "share right").Line("chance", [(0, 0), (1, 1)]), report, true)
                .Line("before", old.Reliability.Select(b => (b.MeanPredicted, b.FractionPositive)))
                .Line("curve", young.Reliability.Select(b => (b.MeanPredicted, b.FractionPositive)));
            html.Markup(chart.ToSvg(young.Labels.Count == 2 ? $"Calibration of '{young.Labels[1]}'" : "Calibration of the most probable class"));
        }
    }

    private static void Residuals(Html html, ComparisonReport report, string title, string axis, IReadOnlyList<ResidualBin> old, IReadOnlyList<ResidualBin> young)
    {
        if (old.Count == 0 || young.Count == 0)
        {
            return;
        }

        ResidualBin[] all = [.. old, .. young];
        double low = Math.Min(0, all.Min(b => b.Mean)), high = Math.Max(0, all.Max(b => b.Mean));
        SvgChart chart = new(all.Min(b => b.At), all.Max(b => b.At), low, high + (RoomForLegend * (high - low)), axis, "prediction minus truth");
        html.Markup(Both(chart.Line("chance", [(all.Min(b => b.At), 0), (all.Max(b => b.At), 0)]), report, true)
            .Line("before", old.Select(b => (b.At, b.Mean)))
            .Line("curve", young.Select(b => (b.At, b.Mean)))
            .ToSvg(title));
    }

    private static SvgChart Both(SvgChart chart, ComparisonReport report, bool top) => chart.Legend([("before", report.Champion), ("curve", report.Candidate)], top);
}
