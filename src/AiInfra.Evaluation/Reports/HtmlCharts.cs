using AiInfra.Evaluation.Gates;
using AiInfra.Metrics.Calibration;

namespace AiInfra.Evaluation.Reports;

/// <summary>The pictures of a report.</summary>
internal static class HtmlCharts
{
    private const double RoomForLegend = 0.25;
    private static readonly string[] Levels = ["least", "5 %", "25 %", "median", "75 %", "95 %", "most"];

    public static void Write(Html html, ClassificationDetail detail)
    {
        if (detail.Roc.Count > 0)
        {
            html.Markup(new SvgChart(0, 1, 0, 1, "false positive rate", "true positive rate")
                .Line("chance", [(0, 0), (1, 1)])
                .Line("curve", detail.Roc.Select(p => (p.X, p.Y)))
                .ToSvg($"ROC of '{detail.Labels[1]}'"));
        }

        if (detail.PrecisionRecall.Count > 0)
        {
            double share = detail.Confusion[1].Sum() / detail.Confusion.Sum(r => r.Sum());
            html.Markup(new SvgChart(0, 1, 0, 1, "recall", "precision")
                .Line("chance", [(0, share), (1, share)])
                .Steps("curve", detail.PrecisionRecall.Select(p => (p.X, p.Y)))
                .ToSvg($"Precision and recall of '{detail.Labels[1]}'"));
        }

        if (detail.Reliability.Count > 0)
        {
            SvgChart chart = new SvgChart(0, 1, 0, 1, "mean predicted probability", detail.Labels.Count == 2 ? "share that happened" : "share right")
                .Line("chance", [(0, 0), (1, 1)])
                .Line("curve", detail.Reliability.Select(b => (b.MeanPredicted, b.FractionPositive)));
            double most = detail.Reliability.Max(b => b.Count);
            foreach (ReliabilityBin bin in detail.Reliability)
            {
                chart.Dot("dot", bin.MeanPredicted, bin.FractionPositive, 2.5 + (5 * Math.Sqrt(bin.Count / most)), $"{GateText.Number(bin.FractionPositive)} of {bin.Count} rows at {GateText.Number(bin.MeanPredicted)}");
            }

            html.Markup(chart.ToSvg(detail.Labels.Count == 2 ? $"Calibration of '{detail.Labels[1]}'" : "Calibration of the most probable class"));
        }

        Confusion(html, detail);
    }

    public static void Write(Html html, RegressionDetail detail)
    {
        double low = detail.Sample.Min(p => Math.Min(p[0], p[1])), high = detail.Sample.Max(p => Math.Max(p[0], p[1]));
        SvgChart scatter = new SvgChart(low, high, low, high, "truth", "prediction").Line("chance", [(low, low), (high, high)]);
        foreach (double[] point in detail.Sample)
        {
            scatter.Dot("speck", point[0], point[1], 2.2, $"{GateText.Number(point[1])} for {GateText.Number(point[0])}");
        }

        html.Markup(scatter.ToSvg("Prediction over truth"));
        SvgChart histogram = new(detail.HistogramEdges[0], detail.HistogramEdges[^1], 0, detail.HistogramCounts.Max(), "prediction minus truth", "rows");
        for (int i = 0; i < detail.HistogramCounts.Count; i++)
        {
            histogram.Bar(detail.HistogramEdges[i], detail.HistogramEdges[i + 1], detail.HistogramCounts[i], $"{detail.HistogramCounts[i]} rows from {GateText.Number(detail.HistogramEdges[i])} to {GateText.Number(detail.HistogramEdges[i + 1])}");
        }

        html.Markup(histogram.ToSvg("Residuals"));
        html.Markup(Residuals("Residuals over prediction", "prediction", detail.ByPrediction));
        html.Markup(Residuals("Residuals in the order of rows", "row", detail.InOrder));
        html.Markup("<figure class='wide'><figcaption>Residuals in numbers: prediction minus truth</figcaption><div class='scroll'><table><tr><th>mean</th>");
        foreach (string level in Levels)
        {
            html.Add($"<th>{level}</th>");
        }

        html.Add($"</tr><tr><td>{GateText.Number(detail.MeanResidual)}</td>");
        foreach (double quantile in detail.Quantiles)
        {
            html.Add($"<td>{GateText.Number(quantile)}</td>");
        }

        html.Markup("</tr></table></div></figure>");
    }

    private static string Residuals(string title, string axis, IReadOnlyList<ResidualBin> bins)
    {
        if (bins.Count < 2)
        {
            return "";
        }

        double left = bins[0].At, right = bins[^1].At;
        double low = Math.Min(0, bins.Min(b => Math.Min(b.Low, b.Mean))), high = Math.Max(0, bins.Max(b => Math.Max(b.High, b.Mean)));
        SvgChart chart = new SvgChart(left, right, low, high + (RoomForLegend * (high - low)), axis, "prediction minus truth")
            .Area("band", bins.Select(b => (b.At, b.Low, b.High)))
            .Line("chance", [(left, 0), (right, 0)])
            .Line("curve", bins.Select(b => (b.At, b.Mean)));
        foreach (ResidualBin bin in bins)
        {
            chart.Dot("dot", bin.At, bin.Mean, 3, $"mean {GateText.Number(bin.Mean)}, half of them from {GateText.Number(bin.Low)} to {GateText.Number(bin.High)}, {bin.Count} rows at {GateText.Number(bin.At)}");
        }

        return chart.Legend([("curve", "mean"), ("band", "middle half")], top: true).ToSvg(title);
    }

    private static void Confusion(Html html, ClassificationDetail detail)
    {
        if (detail.Labels.Count > 40)
        {
            return;
        }

        html.Add($"<figure class='confusion{(detail.Labels.Count > 3 ? " wide" : "")}'><figcaption>Confusion: rows true, columns predicted</figcaption><div class='scroll'><table class='matrix'><tr><th></th>");
        foreach (string label in detail.Labels)
        {
            html.Add($"<th scope='col'>{label}</th>");
        }

        html.Markup("</tr>");
        for (int t = 0; t < detail.Labels.Count; t++)
        {
            double total = detail.Confusion[t].Sum();
            html.Add($"<tr><th scope='row'>{detail.Labels[t]}</th>");
            for (int p = 0; p < detail.Labels.Count; p++)
            {
                double cell = detail.Confusion[t][p], share = total > 0 ? cell / total : 0;
                html.Add($"<td class='{(share >= 0.7 ? "strong" : "")}' style='--share:{share * 100:0}%'>{cell:G6}<small>{(total > 0 ? ReportText.Percent(share) : "")}</small></td>");
            }

            html.Markup("</tr>");
        }

        html.Markup("</table></div></figure>");
    }
}
