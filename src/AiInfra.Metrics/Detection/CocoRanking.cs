namespace AiInfra.Metrics.Detection;

/// <summary>The detections of one class in the order of their scores, at most so many an image. Immutable: what an evaluator sees later changes nothing.</summary>
internal sealed class CocoRanking
{
    private const int Points = 101;
    private readonly CocoMatches[] _images;
    private readonly (CocoMatches Match, int Detection)[] _ranked;
    private readonly int[] _imageOf;
    private readonly sbyte[]?[] _outcomes;
    private readonly int _thresholds;

    /// <summary>Ranks.</summary>
    /// <param name="matches">The class's images.</param>
    /// <param name="limit">Most detections of an image.</param>
    /// <param name="thresholds">Thresholds of overlap.</param>
    public CocoRanking(IEnumerable<CocoMatches> matches, int limit, int thresholds)
    {
        _images = [.. matches];
        _thresholds = thresholds;

        // Stable, over images in their order: as the reference tool breaks ties.
        _ranked = [.. _images.SelectMany(m => Enumerable.Range(0, Math.Min(limit, m.Scores.Length)).Select(d => (m, d))).OrderByDescending(r => r.m.Scores[r.d])];
        _imageOf = Array.ConvertAll(_ranked, r => r.Match.Image);
        _outcomes = new sbyte[_images.Length == 0 ? 0 : _images[0].Positives.Length * thresholds][];
    }

    /// <summary>The curve; null when no object counts.</summary>
    /// <param name="area">Range of areas.</param>
    /// <param name="counts">How often each image counts; empty for once each.</param>
    public CocoCurve? Curve(int area, ReadOnlySpan<int> counts = default)
    {
        int objects = 0;
        foreach (CocoMatches image in _images)
        {
            objects += image.Positives[area] * Times(counts, image);
        }

        if (objects == 0)
        {
            return null;
        }

        double[] precisions = new double[_ranked.Length], recalls = new double[_ranked.Length], precision = new double[_thresholds], recall = new double[_thresholds];
        for (int t = 0; t < _thresholds; t++)
        {
            int steps = Walk((area * _thresholds) + t, objects, counts, precisions, recalls);
            precision[t] = Interpolated(precisions.AsSpan(0, steps), recalls);
            recall[t] = steps == 0 ? 0 : recalls[steps - 1];
        }

        return new(objects, precision, recall);
    }

    private static int Times(ReadOnlySpan<int> counts, CocoMatches image) => counts.IsEmpty ? 1 : counts[image.Image];

    // Steps are noted where a detection is right: between them precision only falls, and what is read is the best from a recall on.
    // An image that counts twice takes both steps at once, for the same reason.
    private int Walk(int row, int objects, ReadOnlySpan<int> counts, double[] precisions, double[] recalls)
    {
        sbyte[] outcomes = Outcomes(row);
        int right = 0, wrong = 0, steps = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            int times = counts.IsEmpty ? 1 : counts[_imageOf[i]];
            if (outcomes[i] == 0)
            {
                wrong += times;
            }
            else if (outcomes[i] > 0 && times > 0)
            {
                right += times;
                recalls[steps] = (double)right / objects;
                precisions[steps++] = right / (right + wrong + double.BitIncrement(1) - 1);
            }
        }

        return steps;
    }

    // In the order of the ranking, which is walked a thousand times where images are drawn again.
    private sbyte[] Outcomes(int row) => _outcomes[row] ??= Array.ConvertAll(_ranked, r => r.Match.Outcomes[(row * r.Match.Scores.Length) + r.Detection]);

    private static double Interpolated(Span<double> precisions, double[] recalls)
    {
        for (int i = precisions.Length - 1; i > 0; i--)
        {
            precisions[i - 1] = Math.Max(precisions[i - 1], precisions[i]);
        }

        double sum = 0;
        for (int p = 0, at = 0; p < Points; p++)
        {
            double wanted = p == Points - 1 ? 1 : p * 0.01;
            while (at < precisions.Length && recalls[at] < wanted)
            {
                at++;
            }

            sum += at < precisions.Length ? precisions[at] : 0;
        }

        return sum / Points;
    }
}
