namespace AiInfra.Learning;

/// <summary>Finds where a model's losses rose: the split that tells the rows after it best from those before.</summary>
internal static class ChangePoint
{
    private const int LeastRows = 20;

    // The best of many splits is asked for more than one split would be.
    private const double Significant = 3.5;

    /// <summary>Index of the first loss after the rise; null where none is shown.</summary>
    public static int? Find(ReadOnlySpan<double> losses)
    {
        int n = losses.Length;
        double total = 0, squares = 0;
        foreach (double loss in losses)
        {
            total += loss;
            squares += loss * loss;
        }

        (double best, int at) = (Significant, -1);
        double before = 0, squaresBefore = 0;
        for (int i = 1; i <= n - LeastRows; i++)
        {
            before += losses[i - 1];
            squaresBefore += losses[i - 1] * losses[i - 1];
            if (i < LeastRows)
            {
                continue;
            }

            double first = before / i, second = (total - before) / (n - i);

            // What is left within both parts; two rows' worth keeps a spotless part from counting as certain.
            double within = Math.Max(0, squaresBefore - (i * first * first)) + Math.Max(0, squares - squaresBefore - ((n - i) * second * second));
            double t = (second - first) / Math.Sqrt(((within + (2 * (second - first) * (second - first))) / n * ((1.0 / i) + (1.0 / (n - i)))) + double.Epsilon);
            if (second > first && t > best)
            {
                (best, at) = (t, i);
            }
        }

        return at < 0 ? null : at;
    }
}
