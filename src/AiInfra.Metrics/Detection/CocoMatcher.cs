namespace AiInfra.Metrics.Detection;

/// <summary>Matches detections of one image and class to its objects by COCO's rules.</summary>
internal static class CocoMatcher
{
    public static CocoMatches Match(int image, GroundTruthBox[] truth, DetectedBox[] detections, CocoOptions options)
    {
        // OrderBy is stable: of equal scores the earlier one comes first.
        DetectedBox[] kept = [.. detections.OrderByDescending(d => d.Score).Take(options.MaxDetections[^1])];
        double[,] overlaps = Overlaps(kept, truth);
        var outcomes = new sbyte[options.Areas.Count * options.Thresholds.Count * kept.Length];
        var positives = new int[options.Areas.Count];
        for (int a = 0; a < options.Areas.Count; a++)
        {
            AreaRange range = options.Areas[a];
            bool[] ignored = [.. truth.Select(g => g.IsCrowd || g.IsDifficult || Outside(g.Area ?? g.Box.Area, range))];
            int[] order = [.. Enumerable.Range(0, truth.Length).OrderBy(g => ignored[g])];
            positives[a] = ignored.Count(i => !i);
            for (int t = 0; t < options.Thresholds.Count; t++)
            {
                var taken = new bool[truth.Length];
                int at = ((a * options.Thresholds.Count) + t) * kept.Length;
                for (int d = 0; d < kept.Length; d++)
                {
                    int match = Best(d, order, overlaps, ignored, taken, truth, options.Thresholds[t]);
                    bool ignore = match >= 0 ? ignored[match] : Outside(kept[d].Box.Area, range);
                    outcomes[at + d] = (sbyte)(ignore ? -1 : match >= 0 ? 1 : 0);
                    if (match >= 0)
                    {
                        taken[match] = true;
                    }
                }
            }
        }

        return new(image, Array.ConvertAll(kept, d => d.Score), outcomes, positives);
    }

    private static bool Outside(double area, AreaRange range) => area < range.Low || area > range.High;

    // The free object with the most overlap. Objects that count come first in the order; an ignored one is taken only when none of those fits.
    private static int Best(int d, int[] order, double[,] overlaps, bool[] ignored, bool[] taken, GroundTruthBox[] truth, double threshold)
    {
        double best = Math.Min(threshold, 1 - 1e-10);
        int match = -1;
        foreach (int g in order)
        {
            if (taken[g] && !truth[g].IsCrowd)
            {
                continue;
            }

            if (match >= 0 && !ignored[match] && ignored[g])
            {
                break;
            }

            if (overlaps[d, g] >= best)
            {
                best = overlaps[d, g];
                match = g;
            }
        }

        return match;
    }

    // Over the detection's own area where the object is a crowd, so that lying within one is enough.
    private static double[,] Overlaps(DetectedBox[] detections, GroundTruthBox[] truth)
    {
        var overlaps = new double[detections.Length, truth.Length];
        for (int d = 0; d < detections.Length; d++)
        {
            for (int g = 0; g < truth.Length; g++)
            {
                double common = detections[d].Box.Intersection(truth[g].Box), area = detections[d].Box.Area;
                double below = truth[g].IsCrowd ? area : area + truth[g].Box.Area - common;
                overlaps[d, g] = common > 0 ? common / below : 0;
            }
        }

        return overlaps;
    }
}
