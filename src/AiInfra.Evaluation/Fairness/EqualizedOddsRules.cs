namespace AiInfra.Evaluation.Fairness;

/// <summary>Rules that give all groups one true and one false positive rate: a point under every group's ROC hull. A group whose hull is above it answers some rows by lot alone (Hardt 2016).</summary>
internal static class EqualizedOddsRules
{
    public static GroupRule[] Of(ThresholdGroup[] groups, RatePoint[][] points, double gainOfHits, double gainOfRejections)
    {
        RatePoint[][] hulls = Array.ConvertAll(points, p => RatePoint.Hull(p));
        double Lowest(double x) => hulls.Min(h => RatePoint.GainAt(h, x));

        // The lowest hull is concave, made of lines: its top for the objective is at a corner of a hull or where two cross.
        double[] corners = [.. hulls.SelectMany(h => h.Select(p => p.Rate)).Distinct().Order()];
        double best = corners.Concat(Crossings(hulls, corners)).Order().MaxBy(x => (gainOfHits * Lowest(x)) + (gainOfRejections * (1 - x)));
        double hits = Lowest(best);
        return [.. groups.Select((g, i) => Rule(g.Name, hulls[i], best, hits))];
    }

    private static GroupRule Rule(string name, RatePoint[] hull, double alarms, double hits)
    {
        double reach = RatePoint.GainAt(hull, alarms);
        double blind = reach > alarms ? Math.Clamp((reach - hits) / (reach - alarms), 0, 1) : 0;

        // With chance "blind" the score is not looked at, and the row selected with the chance of the false positive rate.
        return GroupRule.Of(name, ParityRules.Steps(hull, alarms).Select(s => s with { Chance = Math.Clamp((blind * alarms) + ((1 - blind) * s.Chance), 0, 1) }));
    }

    private static IEnumerable<double> Crossings(RatePoint[][] hulls, double[] corners)
    {
        for (int i = 1; i < corners.Length; i++)
        {
            (double from, double to) = (corners[i - 1], corners[i]);
            double[] left = Array.ConvertAll(hulls, h => RatePoint.GainAt(h, from)), right = Array.ConvertAll(hulls, h => RatePoint.GainAt(h, to));
            for (int a = 0; a < hulls.Length; a++)
            {
                for (int b = a + 1; b < hulls.Length; b++)
                {
                    double before = left[a] - left[b], after = right[a] - right[b];
                    if (before * after < 0)
                    {
                        yield return from + ((to - from) * before / (before - after));
                    }
                }
            }
        }
    }
}
