using AiInfra.Core.Studies;

namespace AiInfra.Markup;

/// <summary>Pictures of a study: how it went, which parameters matter, where the good values lie.</summary>
internal static class StudyPictures
{
    private const int MostSlices = 12;
    private const int MostCurves = 60;
    private const int MostParallel = 300;
    private const int MostPruned = 500;
    private const int Cells = 24;

    /// <summary>All pictures for which there is something to draw.</summary>
    public static void Write(Html html, StudyPictureData data)
    {
        if (data.Complete.Count == 0)
        {
            html.Markup("<p class=\"quiet\">No trial is complete yet: there is nothing to draw.</p>");
            return;
        }

        html.Markup("<div class=\"charts\">");
        if (data.Directions.Count > 1)
        {
            Pareto(html, data);
        }

        for (int objective = 0; objective < data.Directions.Count; objective++)
        {
            History(html, data, objective);
        }

        Importance(html, data);
        Curves(html, data);
        string[] open = [.. data.Importance.Keys.Where(n => data.Ranges[n].Count > 1)];
        foreach (string name in open.Take(MostSlices))
        {
            Slice(html, data, name);
        }

        if (open.Length > 1)
        {
            Contour(html, data, open[0], open[1]);
            Parallel(html, data, open);
        }

        html.Markup("</div>");
        if (open.Length > MostSlices)
        {
            html.Add($"<p class=\"quiet\">{open.Length - MostSlices} more parameters, less important, have no picture of their own.</p>");
        }
    }

    private static string Title(StudyPictureData data, int objective) => data.Directions.Count == 1 ? "value" : $"objective {objective + 1}";

    private static string? Note(StudyPictureData data, bool cut) => $"{(cut ? "The worst tenth lies beyond the edge." : "")}{data.NotDrawn}".Trim() is { Length: > 0 } note ? note : null;

    private static void History(Html html, StudyPictureData data, int objective)
    {
        var span = data.Span(objective);
        double last = Math.Max(1, data.Trials[^1].Number);
        double Share(double v) => (v - span.Low) / (span.High - span.Low);
        var plane = new StudyPlane([.. StudyPlane.Ticks((0, last, false)).Where(t => t.Share <= 1)], StudyPlane.Ticks(span), "trial", Title(data, objective));
        foreach (TrialRecord pruned in data.Directions.Count > 1 ? [] : data.Trials.Where(t => t.State == TrialState.Pruned && t.Values.Count > 0 && double.IsFinite(t.Values[0])).TakeLast(MostPruned))
        {
            plane.Dot("sp-pale", pruned.Number / last, Share(pruned.Values[0]), 2.4, $"trial {pruned.Number}, pruned at {StudyPlane.Number(pruned.Values[0])}");
        }

        bool up = data.Directions[objective] == StudyDirection.Maximize;
        var best = new List<(double X, double Y)>();
        double most = double.NaN;
        foreach (TrialRecord trial in data.Drawn)
        {
            double value = trial.Values[objective];
            plane.Dot(StudyPictureData.Violation(trial) > 0 ? "sp-pale" : "sp-dot", trial.Number / last, Share(value), 2.8, $"trial {trial.Number}: {StudyPlane.Number(value)}{(StudyPictureData.Violation(trial) > 0 ? ", violates a constraint" : "")}");
            if (StudyPictureData.Violation(trial) == 0 && (double.IsNaN(most) || (up ? value > most : value < most)))
            {
                if (best.Count > 0)
                {
                    best.Add((trial.Number / last, best[^1].Y));
                }

                most = value;
                best.Add((trial.Number / last, Share(value)));
            }
        }

        if (best.Count > 0)
        {
            best.Add((1, best[^1].Y));
            plane.Line("sp-line", best, "the best so far");
        }

        plane.Write(html, data.Directions.Count == 1 ? "How it went" : $"How it went: objective {objective + 1}", Note(data, span.Cut));
    }

    private static void Importance(Html html, StudyPictureData data)
    {
        KeyValuePair<string, double>[] bars = [.. data.Importance.Take(MostSlices)];
        if (bars.All(b => b.Value == 0))
        {
            return;
        }

        var text = new Html();
        double height = 24 * bars.Length;
        for (int i = 0; i < bars.Length; i++)
        {
            double y = 24 * i, width = 190 * bars[i].Value / bars[0].Value;
            text.Add($"<text class='sp-name' text-anchor='end' x='128' y='{y + 16:0.#}'>{StudyPlane.Short(bars[i].Key)}</text><rect class='sp-bar' x='136' y='{y + 4:0.#}' width='{width:0.#}' height='16' rx='3'/><text class='sp-tick' x='{142 + width:0.#}' y='{y + 16:0.#}'>{HtmlNumbers.Percent(bars[i].Value)}</text>");
        }

        html.Add($"<figure class='card sp'><figcaption>Which parameters matter</figcaption><svg viewBox='0 0 380 {height:0.#}' role='img' aria-label='Which parameters matter'>{text}</svg><p>How differently the best tenth is spread over each range.</p></figure>");
    }

    private static void Curves(Html html, StudyPictureData data)
    {
        TrialRecord[] told = [.. data.Trials.Where(t => data.Reports[t.Number].Skip(1).Any())];
        if (told.Length == 0 || data.Directions.Count > 1)
        {
            return;
        }

        var span = data.Span();
        TrialReport[] all = [.. told.SelectMany(t => data.Reports[t.Number]).Where(r => double.IsFinite(r.Value))];
        double[] values = [.. all.Select(r => r.Value).Order()];
        if (values.Length == 0)
        {
            return;
        }

        double low = Math.Min(span.Low, values[(int)(0.02 * (values.Length - 1))]), high = Math.Max(span.High, values[(int)(0.95 * (values.Length - 1))]);
        span = (low, high, false);
        double from = all.Min(r => r.Step), to = Math.Max(from + 1, all.Max(r => r.Step));
        var plane = new StudyPlane(StudyPlane.Ticks((from, to, false)), StudyPlane.Ticks(span), "step", "value");
        HashSet<int> good = [.. data.Ranked.Take(3).Select(t => t.Number)];
        foreach (TrialRecord trial in told.Reverse().Take(MostCurves).Concat(told.Where(t => good.Contains(t.Number))).DistinctBy(t => t.Number).OrderBy(t => good.Contains(t.Number)))
        {
            plane.Line(good.Contains(trial.Number) ? "sp-good" : "sp-thin", data.Reports[trial.Number].Where(r => double.IsFinite(r.Value)).OrderBy(r => r.Step).Select(r => ((r.Step - from) / (to - from), (r.Value - low) / (high - low))), $"trial {trial.Number}, {trial.State.ToString().ToLowerInvariant()}");
        }

        plane.Write(html, "Values on the way", $"The best three are marked.{(told.Length > MostCurves ? $" The newest {MostCurves} of {told.Length} are drawn." : "")}");
    }

    private static void Slice(Html html, StudyPictureData data, string name)
    {
        ParameterRange range = data.Ranges[name];
        var span = data.Span();
        var plane = new StudyPlane(StudyPlane.Ticks(range), StudyPlane.Ticks(span), name, Title(data, 0));
        double last = Math.Max(1, data.Trials[^1].Number);
        foreach (TrialRecord trial in data.Drawn.Where(t => t.Parameters.ContainsKey(name)))
        {
            // Older trials are paler and smaller: where the search went.
            plane.Dot(trial == data.Best ? "sp-best" : trial.Number < last / 3 ? "sp-pale" : "sp-dot", range.ShareOf(trial.Parameters[name]), (trial.Values[0] - span.Low) / (span.High - span.Low), trial == data.Best ? 4.5 : 2.8, $"trial {trial.Number}: {name} {range.TextOf(trial.Parameters[name])}, {StudyPlane.Number(trial.Values[0])}");
        }

        plane.Write(html, $"{name}", Note(data, span.Cut));
    }

    private static void Contour(Html html, StudyPictureData data, string first, string second)
    {
        ParameterRange a = data.Ranges[first], b = data.Ranges[second];
        double sign = data.Directions[0] == StudyDirection.Maximize ? -1 : 1;
        TrialRecord[] both = [.. data.Drawn.Where(t => t.Parameters.ContainsKey(first) && t.Parameters.ContainsKey(second))];
        if (both.Length < 5)
        {
            return;
        }

        // The mean rank of the trials around each place, near ones counting more.
        (double X, double Y, double Good)[] points = [.. both.OrderBy(t => sign * t.Values[0]).Select((t, i) => (a.ShareOf(t.Parameters[first]), b.ShareOf(t.Parameters[second]), 1 - ((double)i / (both.Length - 1))))];
        var plane = new StudyPlane(StudyPlane.Ticks(a), StudyPlane.Ticks(b), first, second);
        for (int i = 0; i < Cells; i++)
        {
            for (int j = 0; j < Cells; j++)
            {
                double x = (i + 0.5) / Cells, y = (j + 0.5) / Cells, weight = 1e-12, sum = 0;
                foreach ((double px, double py, double good) in points)
                {
                    double near = Math.Exp(-(((px - x) * (px - x)) + ((py - y) * (py - y))) / 0.008);
                    weight += near;
                    sum += near * good;
                }

                // Where no trial is near, nothing is known and nothing is drawn.
                plane.Cell((double)i / Cells, (double)j / Cells, (i + 1.0) / Cells, (j + 1.0) / Cells, weight < 0.05 ? 0 : Math.Pow(sum / weight, 2));
            }
        }

        foreach ((double px, double py, double good) in points)
        {
            plane.Dot(good == 1 ? "sp-best" : "sp-pale", px, py, good == 1 ? 4.5 : 2, StudyPlane.Number(good));
        }

        plane.Write(html, $"{first} and {second}", "The darker, the better the trials around; pale where none were.");
    }

    private static void Parallel(Html html, StudyPictureData data, string[] names)
    {
        string[] axes = [.. names.Take(8)];
        var span = data.Span();
        int good = Math.Max(1, data.Ranked.Count / 10);
        TrialRecord[] drawn = [.. data.Ranked.Take(MostParallel)];
        ParallelPicture.Write(
            html,
            "All parameters beside each other",
            [.. axes.Select(n => (n, "", "")), (Title(data, 0), "", "")],
            drawn.Select((t, i) => (
                i < good ? "sp-good" : "sp-thin",
                axes.Select((n, d) => (Name: n, Axis: d)).Where(p => t.Parameters.ContainsKey(p.Name)).Select(p => (p.Axis, data.Ranges[p.Name].ShareOf(t.Parameters[p.Name]))).Append((axes.Length, (t.Values[0] - span.Low) / (span.High - span.Low))),
                $"trial {t.Number}: {StudyPlane.Number(t.Values[0])}")).Reverse(),
            $"A line is a trial; the best tenth is marked. Every axis runs from its least value below to its greatest above.{(data.Ranked.Count > MostParallel ? $" The best {MostParallel} of {data.Ranked.Count} are drawn." : "")}");
    }

    private static void Pareto(Html html, StudyPictureData data)
    {
        var x = data.Span(0);
        var y = data.Span(1);
        var plane = new StudyPlane(StudyPlane.Ticks(x), StudyPlane.Ticks(y), "objective 1", "objective 2");
        HashSet<int> front = [.. data.Front.Select(t => t.Number)];
        foreach (TrialRecord trial in data.Drawn.OrderBy(t => front.Contains(t.Number)))
        {
            bool on = front.Contains(trial.Number);
            plane.Dot(on ? "sp-best" : StudyPictureData.Violation(trial) > 0 ? "sp-pale" : "sp-dot", (trial.Values[0] - x.Low) / (x.High - x.Low), (trial.Values[1] - y.Low) / (y.High - y.Low), on ? 4 : 2.6, $"trial {trial.Number}: {string.Join(", ", trial.Values.Select(StudyPlane.Number))}");
        }

        plane.Write(html, "Pareto front", $"{front.Count} trials that no other surpasses in every objective.{(data.Directions.Count > 2 ? " Of more than two objectives the first two are drawn." : "")}");
    }
}
