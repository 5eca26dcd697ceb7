using System.Globalization;
using System.Net;
using System.Text;
using AiInfra.Evaluation.Gates;
using AiInfra.Metrics.Calibration;

namespace AiInfra.Evaluation.Reports;

/// <summary>The pictures of a report.</summary>
internal static class HtmlCharts
{
    private const double RoomForLegend = 0.25;
    private static readonly string[] Levels = ["least", "5 %", "25 %", "median", "75 %", "95 %", "most"];

    public static string Of(ClassificationDetail detail)
    {
        var html = new StringBuilder();
        if (detail.Roc.Count > 0)
        {
            html.Append(new SvgChart(0, 1, 0, 1, "false positive rate", "true positive rate")
                .Line("chance", [(0, 0), (1, 1)])
                .Line("curve", detail.Roc.Select(p => (p.X, p.Y)))
                .ToSvg($"ROC of '{detail.Labels[1]}'"));
        }

        if (detail.PrecisionRecall.Count > 0)
        {
            double share = detail.Confusion[1].Sum() / detail.Confusion.Sum(r => r.Sum());
            html.Append(new SvgChart(0, 1, 0, 1, "recall", "precision")
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

            html.Append(chart.ToSvg(detail.Labels.Count == 2 ? $"Calibration of '{detail.Labels[1]}'" : "Calibration of the most probable class"));
        }

        return html.Append(Confusion(detail)).ToString();
    }

    public static string Of(RegressionDetail detail)
    {
        var html = new StringBuilder();
        double low = detail.Sample.Min(p => Math.Min(p[0], p[1])), high = detail.Sample.Max(p => Math.Max(p[0], p[1]));
        SvgChart scatter = new SvgChart(low, high, low, high, "truth", "prediction").Line("chance", [(low, low), (high, high)]);
        foreach (double[] point in detail.Sample)
        {
            scatter.Dot("speck", point[0], point[1], 2.2, $"{GateText.Number(point[1])} for {GateText.Number(point[0])}");
        }

        html.Append(scatter.ToSvg("Prediction over truth"));
        SvgChart histogram = new(detail.HistogramEdges[0], detail.HistogramEdges[^1], 0, detail.HistogramCounts.Max(), "prediction minus truth", "rows");
        for (int i = 0; i < detail.HistogramCounts.Count; i++)
        {
            histogram.Bar(detail.HistogramEdges[i], detail.HistogramEdges[i + 1], detail.HistogramCounts[i], $"{detail.HistogramCounts[i]} rows from {GateText.Number(detail.HistogramEdges[i])} to {GateText.Number(detail.HistogramEdges[i + 1])}");
        }

        html.Append(histogram.ToSvg("Residuals"));
        html.Append(Residuals("Residuals over prediction", "prediction", detail.ByPrediction));
        html.Append(Residuals("Residuals in the order of rows", "row", detail.InOrder));
        html.Append($"<figure class='wide'><figcaption>Residuals in numbers: prediction minus truth</figcaption><div class='scroll'><table><tr><th>mean</th>{string.Concat(Levels.Select(l => $"<th>{l}</th>"))}</tr>");
        html.Append($"<tr><td>{GateText.Number(detail.MeanResidual)}</td>{string.Concat(detail.Quantiles.Select(q => $"<td>{GateText.Number(q)}</td>"))}</tr></table></div></figure>");
        return html.ToString();
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

    private static string Confusion(ClassificationDetail detail)
    {
        if (detail.Labels.Count > 40)
        {
            return "";
        }

        var html = new StringBuilder($"<figure class='confusion{(detail.Labels.Count > 3 ? " wide" : "")}'><figcaption>Confusion: rows true, columns predicted</figcaption><div class='scroll'><table class='matrix'><tr><th></th>");
        foreach (string label in detail.Labels)
        {
            html.Append($"<th scope='col'>{WebUtility.HtmlEncode(label)}</th>");
        }

        html.Append("</tr>");
        for (int t = 0; t < detail.Labels.Count; t++)
        {
            double total = detail.Confusion[t].Sum();
            html.Append($"<tr><th scope='row'>{WebUtility.HtmlEncode(detail.Labels[t])}</th>");
            for (int p = 0; p < detail.Labels.Count; p++)
            {
                double cell = detail.Confusion[t][p], share = total > 0 ? cell / total : 0;
                string tone = share >= 0.7 ? " class='strong'" : "";
                html.Append(string.Create(CultureInfo.InvariantCulture, $"<td{tone} style='--share:{share * 100:0}%'>{cell:G6}<small>{(total > 0 ? $"{share * 100:0.#} %" : "")}</small></td>"));
            }

            html.Append("</tr>");
        }

        return html.Append("</table></div></figure>").ToString();
    }
}
