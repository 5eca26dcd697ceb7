using AiInfra.Metrics.Detection;

namespace AiInfra.Metrics.Tests.Detection;

/// <summary>COCO's rules written out slowly, for one range of areas and one limit: what the evaluator is held against.</summary>
internal static class PlainCoco
{
    public static (double Precision, double Recall) Score((GroundTruthBox[] Truth, DetectedBox[] Found)[] images, double low, double high, int limit)
    {
        var precisions = new List<double>();
        var recalls = new List<double>();
        foreach (int category in images.SelectMany(i => i.Truth).Select(g => g.Category).Distinct())
        {
            for (int t = 0; t < 10; t++)
            {
                double threshold = t == 9 ? 0.95 : 0.5 + (t * (0.95 - 0.5) / 9);
                var all = new List<(double Score, bool? Right)>();
                int objects = 0;
                foreach ((GroundTruthBox[] truth, DetectedBox[] found) in images)
                {
                    GroundTruthBox[] own = [.. truth.Where(g => g.Category == category)];
                    bool Ignored(GroundTruthBox g) => g.IsCrowd || (g.Area ?? g.Box.Area) < low || (g.Area ?? g.Box.Area) > high;
                    objects += own.Count(g => !Ignored(g));
                    var free = Enumerable.Range(0, own.Length).ToHashSet();
                    foreach (DetectedBox d in found.Where(d => d.Category == category).OrderByDescending(d => d.Score).Take(limit))
                    {
                        int? Pick(bool ignored) => Enumerable.Range(0, own.Length)
                            .Where(g => Ignored(own[g]) == ignored && (free.Contains(g) || own[g].IsCrowd) && Overlap(d, own[g]) >= threshold)
                            .OrderBy(g => Overlap(d, own[g])).Select(g => (int?)g).LastOrDefault();
                        bool? right;
                        if (Pick(false) is { } match)
                        {
                            free.Remove(match);
                            right = true;
                        }
                        else if (Pick(true) is { } ignored)
                        {
                            free.Remove(ignored);
                            right = null;
                        }
                        else
                        {
                            right = d.Box.Area < low || d.Box.Area > high ? null : false;
                        }

                        all.Add((d.Score, right));
                    }
                }

                if (objects > 0)
                {
                    (bool Right, int Rank)[] counted = [.. all.OrderByDescending(d => d.Score).Where(d => d.Right is not null).Select((d, i) => (d.Right!.Value, i + 1))];
                    (double Recall, double Precision)[] curve = [.. counted.Select(c =>
                    {
                        int right = counted.Take(c.Rank).Count(x => x.Right);
                        return ((double)right / objects, (double)right / c.Rank);
                    })];
                    precisions.Add(Enumerable.Range(0, 101).Average(p => curve.Where(c => c.Recall >= (p == 100 ? 1 : p * 0.01)).Select(c => c.Precision).DefaultIfEmpty(0).Max()));
                    recalls.Add(curve.Length == 0 ? 0 : curve[^1].Recall);
                }
            }
        }

        return precisions.Count == 0 ? (double.NaN, double.NaN) : (precisions.Average(), recalls.Average());
    }

    private static double Overlap(DetectedBox d, GroundTruthBox g)
    {
        double common = d.Box.Intersection(g.Box);
        return common == 0 ? 0 : common / (g.IsCrowd ? d.Box.Area : d.Box.Area + g.Box.Area - common);
    }
}
