using AiInfra.Evaluation.Gates;

namespace AiInfra.Evaluation.Reports;

/// <summary>A value with its interval a line, one line under the other, with a line of reference: how slices and groups compare at a glance.</summary>
internal static class SvgForest
{
    private const double Width = 800, Left = 250, Right = 110, Top = 8, Line = 24, Bottom = 28;

    public static string Of(string title, IReadOnlyList<ForestRow> rows, double reference)
    {
        ForestRow[] shown = [.. rows.Where(r => double.IsFinite(r.Value))];
        if (shown.Length == 0)
        {
            return "";
        }

        double low = shown.Min(r => Math.Min(r.Value, Finite(r.Interval?.Low, r.Value))), high = shown.Max(r => Math.Max(r.Value, Finite(r.Interval?.High, r.Value)));
        if (double.IsFinite(reference))
        {
            (low, high) = (Math.Min(low, reference), Math.Max(high, reference));
        }

        double pad = high > low ? 0.03 * (high - low) : SvgChart.Room(high) / 2;
        (low, high) = (low - pad, high + pad);
        double height = Top + (Line * shown.Length) + Bottom;
        double X(double value) => Left + ((value - low) / (high - low) * (Width - Left - Right));
        var body = new Html();
        foreach (double tick in SvgChart.Ticks(low, high))
        {
            body.Add($"<line class='grid' x1='{N(X(tick))}' x2='{N(X(tick))}' y1='{N(Top)}' y2='{N(height - Bottom)}'/><text class='tick' text-anchor='middle' x='{N(X(tick))}' y='{N(height - Bottom + 16)}'>{ReportText.Tick(tick)}</text>");
        }

        if (double.IsFinite(reference))
        {
            body.Add($"<line class='chance' x1='{N(X(reference))}' x2='{N(X(reference))}' y1='{N(Top)}' y2='{N(height - Bottom)}'/>");
        }

        for (int i = 0; i < shown.Length; i++)
        {
            ForestRow row = shown[i];
            double y = Top + (Line * (i + 0.5));
            body.Add($"<text class='name' text-anchor='end' x='{N(Left - 10)}' y='{N(y)}' dy='0.35em'>{ReportText.Fit(row.Name, Left - 12)}</text>");
            if (row.Interval is { } interval && double.IsFinite(interval.Low) && double.IsFinite(interval.High))
            {
                body.Add($"<line class='whisker' x1='{N(X(interval.Low))}' x2='{N(X(interval.High))}' y1='{N(y)}' y2='{N(y)}'/>");
            }

            body.Add($"<circle class='dot' cx='{N(X(row.Value))}' cy='{N(y)}' r='4'><title>{row.Name}: {GateText.Number(row.Value)} on {row.Rows} rows</title></circle>");
            body.Add($"<text class='tick' x='{N(Width - Right + 12)}' y='{N(y)}' dy='0.35em'>{GateText.Number(row.Value)} · {row.Rows}</text>");
        }

        return new Html().Add($"<figure class='full'><figcaption>{title}</figcaption><svg class='forest' viewBox='0 0 {N(Width)} {N(height)}' role='img' aria-label='{title}'>{body}</svg></figure>").ToString();
    }

    private static double Finite(double? value, double otherwise) => value is { } v && double.IsFinite(v) ? v : otherwise;

    private static string N(double value) => SvgChart.N(value);
}
