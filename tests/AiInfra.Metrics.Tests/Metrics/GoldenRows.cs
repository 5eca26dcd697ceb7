using AiInfra.Metrics.Multilabel;

namespace AiInfra.Metrics.Tests.Metrics;

/// <summary>Sixty rows by formula, with ties, zero weights, a class never predicted and rows without labels. The values that scikit-learn 1.2.1 gives for them stand in the tests.</summary>
internal static class GoldenRows
{
    public const int N = 60;
    public const int Labels = 4;

    public static bool[] Truth { get; } = [.. Rows(i => ((i * 31) + 7) % 5 < 2)];

    public static int[] TruthLabels { get; } = [.. Truth.Select(t => t ? 1 : 0)];

    public static double[] Scores { get; } = [.. Rows(i => (0.3 * TruthLabels[i]) + (0.7 * (i * 37 % 23 / 23.0)))];

    public static int[] Predicted { get; } = [.. Scores.Select(s => s >= 0.5 ? 1 : 0)];

    public static double[] Weights { get; } = [.. Rows(i => i % 13 == 0 ? 0 : 1 + (i % 4 * 0.5))];

    public static double[] PositiveWeights { get; } = [.. Rows(i => 1 + (i % 4 * 0.5))];

    public static int[] Truth3 { get; } = [.. Rows(i => ((i * 5) + (i / 7)) % 3)];

    public static int[] Predicted3 { get; } = [.. Rows(i => i % 3 != 0 ? Truth3[i] : ((i * 7) + 1) % 3)];

    public static int[] NeverTwo { get; } = [.. Predicted3.Select(p => p == 2 ? 1 : p)];

    public static double[] Probabilities3 { get; } = [.. Enumerable.Range(0, N).SelectMany(Row3)];

    public static LabelMatrix LabelTruth { get; } = new([.. Rows(i => i).SelectMany(i => Enumerable.Range(0, Labels).Select(k => HasLabel(i, k)))], Labels);

    public static LabelMatrix LabelPredicted { get; } = new([.. Rows(i => i).SelectMany(i => Enumerable.Range(0, Labels).Select(k => i != 20 && HasLabel(i, k) != ((i + (k * 2)) % 6 == 0)))], Labels);

    public static double[] LabelScores { get; } = [.. Rows(i => i).SelectMany(i => Enumerable.Range(0, Labels).Select(k => (0.4 * (HasLabel(i, k) ? 1 : 0)) + (0.6 * (i * (k + 1) * 7 % 19 / 19.0))))];

    private static bool HasLabel(int i, int k) => i % 10 != 0 && ((i * (k + 3)) + k) % 5 < 2;

    private static double[] Row3(int i)
    {
        double[] a = [.. Enumerable.Range(0, 3).Select(k => 1.0 + (i * (k + 2) * 13 % 17) + (k == Truth3[i] && i % 2 == 1 ? 4 : 0))];
        double sum = a.Sum();
        return [.. a.Select(v => v / sum)];
    }

    private static IEnumerable<T> Rows<T>(Func<int, T> row) => Enumerable.Range(0, N).Select(row);
}
