using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Learning;
using AiInfra.Observability.Alerts;
using ScottPlot;

namespace ClosedLoop;

/// <summary>Quality over time of both models with what happened, and below it the drift of each input.</summary>
internal static class QualityPicture
{
    public const int Width = 1200;
    public const int Height = 760;

    // The page's own font is without serifs; a bare Linux machine would choose one with them.
    private static readonly string[] FontNames = ["Open Sans", "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "Arial", "DejaVu Sans"];
    private static readonly Color Frozen = Color.FromHex("#8a94a6");
    private static readonly Color Learning = Color.FromHex("#1b7f5c");
    private static readonly Color Alarmed = Color.FromHex("#d99a00");
    private static readonly Color RolledBack = Color.FromHex("#c0392b");

    /// <summary>Rows over which quality is averaged.</summary>
    public static int Window(StreamResult result) => Math.Clamp(result.Frozen.Count / 40, 50, 2000);

    /// <summary>Rows from one point of the curves to the next.</summary>
    public static int Step(StreamResult result) => Math.Clamp(result.Frozen.Count / 100, 1, 50);

    public static Multiplot Draw(StreamResult result)
    {
        var both = new Multiplot();
        both.AddPlots(2);
        var layout = new ScottPlot.MultiplotLayouts.CustomGrid();
        layout.Set(both.GetPlot(0), new GridCell(0, 0, 5, 1, 3, 1));
        layout.Set(both.GetPlot(1), new GridCell(3, 0, 5, 1, 2, 1));
        both.Layout = layout;
        Upper(both.GetPlot(0), result);
        Lower(both.GetPlot(1), result);
        if (FontNames.FirstOrDefault(f => Fonts.GetTypeface(f, bold: false, italic: false).FamilyName == f) is { } font)
        {
            foreach (Plot plot in both.GetPlots())
            {
                plot.Font.Set(font);
                plot.Legend.FontName = font;
            }
        }

        return both;
    }

    private static void Upper(Plot plot, StreamResult result)
    {
        int window = Window(result), step = Step(result);
        double[] rows = [.. Enumerable.Range(1, result.Frozen.Count / step).Select(i => (double)(i * step)).Where(r => r >= Math.Min(window, result.Frozen.Count) / 2.0)];
        Line(plot, rows, r => result.Frozen.Window(r, window), Frozen, "frozen first model");
        Line(plot, rows, r => result.Learning.Window(r, window), Learning, "learning system");
        foreach ((int row, Alarm alarm) in result.Alarms.Where(a => a.Alarm.State == AlarmState.Raised))
        {
            Mark(plot, row, Alarmed.WithAlpha(0.55), LinePattern.Dotted, alarm.Kind == Alarm.Drift ? 1 : 1.6f);
        }

        foreach ((int row, LearningEvent happened) in result.Events.Where(e => e.Event.Reason != LearningReason.First))
        {
            if (happened.Kind == LearningEventKind.Promotion)
            {
                Mark(plot, row, Learning.WithAlpha(0.6), LinePattern.Solid, 1.3f);
            }
            else if (happened.Kind == LearningEventKind.Rollback)
            {
                Mark(plot, row, RolledBack, LinePattern.Solid, 1.6f);
            }
        }

        plot.Title($"{result.Measure} of '{result.Stream.Target}' over the last {window.ToString("N0", CultureInfo.InvariantCulture)} rows");
        plot.Axes.Bottom.Label.Text = "rows answered";
        plot.Axes.Left.Label.Text = result.Stream.Task == ModelTask.Regression ? "error (less is better)" : "accuracy";
        Legend legend = plot.ShowLegend(Edge.Right).Legend;
        foreach ((bool any, LegendItem item) in new[]
        {
            (result.Alarms.Any(a => a.Alarm.State == AlarmState.Raised), Item("drift or quality alarm", Alarmed, LinePattern.Dotted)),
            (result.Status.Promotions > 0, Item("promotion", Learning, LinePattern.Solid, 1.3f)),
            (result.Status.Rollbacks > 0, Item("rollback", RolledBack, LinePattern.Solid, 1.6f)),
        })
        {
            if (any)
            {
                legend.ManualItems.Add(item);
            }
        }

        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        Quiet(plot, result);
    }

    private static void Lower(Plot plot, StreamResult result)
    {
        string[] columns = [.. result.Drift.SelectMany(d => d.Report.Columns).GroupBy(c => c.Column).OrderByDescending(g => g.Max(c => c.Stability)).Take(6).Select(g => g.Key)];
        var palette = new ScottPlot.Palettes.ColorblindFriendly();
        for (int i = 0; i < columns.Length; i++)
        {
            (double Row, double Psi)[] points = [.. result.Drift.SelectMany(d => d.Report.Columns.Where(c => c.Column == columns[i]).Select(c => ((double)d.Row, Math.Min(2, c.Stability))))];
            var line = plot.Add.ScatterLine(points.Select(p => p.Row).ToArray(), points.Select(p => p.Psi).ToArray(), palette.GetColor(i));
            line.LegendText = columns[i].Length > 22 ? columns[i][..22] + "..." : columns[i];
            line.LineWidth = 1.4f;
        }

        plot.Title("drift: population stability index of the inputs against the champion's training rows (cut at 2)");
        plot.Axes.Bottom.Label.Text = "rows answered";
        plot.Axes.Left.Label.Text = "stability index";
        Legend legend = plot.ShowLegend(Edge.Right).Legend;
        legend.OutlineWidth = 0;
        legend.ShadowColor = Colors.Transparent;
        Quiet(plot, result);
        double highest = result.Drift.SelectMany(d => d.Report.Columns).Select(c => Math.Min(2, c.Stability)).DefaultIfEmpty(0).Max();
        plot.Axes.SetLimitsY(0, Math.Max(0.5, 1.08 * highest));
    }

    private static void Quiet(Plot plot, StreamResult result)
    {
        plot.Axes.SetLimitsX(0, Math.Max(1, result.Frozen.Count));
        plot.Grid.MajorLineColor = Color.FromHex("#e9edf3");
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.FigureBackground.Color = Colors.White;
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = v => v.ToString("N0", CultureInfo.InvariantCulture) };
        plot.Axes.Title.Label.FontSize = 15;
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;

        // One width for both, so that a row stands under itself.
        plot.Layout.Fixed(new PixelPadding(left: 75, right: 225, bottom: 55, top: 40));
    }

    private static void Line(Plot plot, double[] rows, Func<int, double> figure, Color color, string name)
    {
        var line = plot.Add.ScatterLine(rows, [.. rows.Select(r => figure((int)r))], color);
        line.LineWidth = 2.2f;
        line.LegendText = name;
    }

    private static void Mark(Plot plot, double row, Color color, LinePattern pattern, float width)
    {
        var mark = plot.Add.VerticalLine(row, width, color, pattern);
        mark.EnableAutoscale = false;
    }

    private static LegendItem Item(string text, Color color, LinePattern pattern, float width = 1.4f) =>
        new() { LabelText = text, LineColor = color, LineWidth = width, LinePattern = pattern, MarkerStyle = MarkerStyle.None };
}
