namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>Bars of how far columns have moved.</summary>
internal static class DriftHtml
{
    public static void Write(PageWriter html, DriftFinding drift)
    {
        html.Add($"<div class=\"drift\"><p><span>Input drift</span> <b class=\"{(drift.Drifted ? "warn" : "")}\">{(drift.Drifted ? "drifted" : "as in training")}</b> <span class=\"quiet\">{drift.Rows} rows, ").Time(drift.At).Markup("</span></p><ul>");
        foreach (ColumnBar column in drift.Columns)
        {
            // PSI of 0.25 and more is a large change; the bar ends at twice that.
            double width = Math.Clamp(column.Stability / 0.5, 0.01, 1) * 100;
            bool isChance = !column.Drifted && column.Noise > 0 && column.Stability <= column.Noise;
            string tone = column.Drifted ? "warn" : isChance ? "chance" : "";
            string chance = column.Noise > 0 ? $"Without a change, chance alone goes up to {HtmlNumbers.Metric(column.Noise)} once in twenty windows like this one." : "";
            html.Add($"<li class=\"{tone}\" title=\"{chance}\"><span class=\"name\">{column.Column}</span><svg viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect width=\"100\" height=\"8\" rx=\"2\" class=\"rail\"/><rect width=\"{width:0.#}\" height=\"8\" rx=\"2\"/></svg><span class=\"n\">{(IsCompared(column) ? $"PSI {Stability(column)}" : "not compared")}{(isChance ? ", by chance" : Gone(column))}</span></li>");
        }

        html.Markup("</ul>");
        Remarks(html, drift);
        html.Markup("</div>");
    }

    /// <summary>The stability index; a dash where nothing was compared, which 0 would call alike.</summary>
    public static string Stability(ColumnBar column) => IsCompared(column) ? HtmlNumbers.Metric(Math.Round(column.Stability, 4)) : "–";

    private static bool IsCompared(ColumnBar column) => column.Test.Length > 0 || column.Stability > 0;

    /// <summary>What was asked of the comparison and could not be followed.</summary>
    public static void Remarks(PageWriter html, DriftFinding drift)
    {
        foreach (string remark in drift.Remarks)
        {
            html.Add($"<p class=\"remark warn\">{remark}</p>");
        }
    }

    /// <summary>A column may drift by being left out, which no index of its values shows.</summary>
    private static string Gone(ColumnBar column) => column.Drifted && Math.Abs(column.Missing - column.ReferenceMissing) >= 0.05 ? $", missing {HtmlNumbers.Percent(column.Missing)}" : "";
}
