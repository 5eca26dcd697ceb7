namespace AiInfra.Metrics.Detection;

/// <summary>Precision and recall of one class in one range of areas, by threshold.</summary>
/// <param name="Objects">Objects that count.</param>
/// <param name="Precision">Mean precision at 101 recalls.</param>
/// <param name="Recall">The recall reached.</param>
internal sealed record CocoCurve(int Objects, double[] Precision, double[] Recall)
{
    private const int Points = 101;

    /// <summary>The curve; null when no object counts.</summary>
    public static CocoCurve? Of(List<CocoMatches> matches, int area, int limit, int thresholds)
    {
        int objects = matches.Sum(m => m.Positives[area]);
        if (objects == 0)
        {
            return null;
        }

        // Stable, over images in their order: as the reference tool breaks ties.
        (CocoMatches Match, int Detection, double Score)[] ranked =
            [.. matches.SelectMany(m => Enumerable.Range(0, Math.Min(limit, m.Scores.Length)).Select(d => (m, d, m.Scores[d]))).OrderByDescending(d => d.Item3)];
        double[] precision = new double[thresholds], recall = new double[thresholds];
        for (int t = 0; t < thresholds; t++)
        {
            (precision[t], recall[t]) = At(ranked, (area * thresholds) + t, objects);
        }

        return new(objects, precision, recall);
    }

    private static (double Precision, double Recall) At((CocoMatches Match, int Detection, double Score)[] ranked, int row, int objects)
    {
        double[] precisions = new double[ranked.Length], recalls = new double[ranked.Length];
        int right = 0, wrong = 0;
        for (int i = 0; i < ranked.Length; i++)
        {
            (CocoMatches match, int d, _) = ranked[i];
            sbyte outcome = match.Outcomes[(row * match.Scores.Length) + d];
            right += outcome == 1 ? 1 : 0;
            wrong += outcome == 0 ? 1 : 0;
            recalls[i] = (double)right / objects;
            precisions[i] = right / (right + wrong + double.BitIncrement(1) - 1);
        }

        for (int i = ranked.Length - 1; i > 0; i--)
        {
            precisions[i - 1] = Math.Max(precisions[i - 1], precisions[i]);
        }

        double sum = 0;
        for (int p = 0, at = 0; p < Points; p++)
        {
            double wanted = p == Points - 1 ? 1 : p * 0.01;
            while (at < recalls.Length && recalls[at] < wanted)
            {
                at++;
            }

            sum += at < recalls.Length ? precisions[at] : 0;
        }

        return (sum / Points, recalls.Length == 0 ? 0 : recalls[^1]);
    }
}
