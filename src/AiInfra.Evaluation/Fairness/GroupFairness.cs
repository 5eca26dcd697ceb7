using AiInfra.Evaluation.Metrics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>How differently a binary classifier treats groups.</summary>
public sealed record GroupFairness
{
    private GroupFairness(IReadOnlyList<GroupRates> groups) => Groups = groups;

    /// <summary>Rates by group, in ordinal order of the groups.</summary>
    public IReadOnlyList<GroupRates> Groups { get; }

    /// <summary>Largest minus smallest selection rate; 0 is parity.</summary>
    public double DemographicParityDifference => Difference(g => g.SelectionRate);

    /// <summary>Smallest over largest selection rate; 1 is parity. NaN when nobody is selected.</summary>
    public double DemographicParityRatio => Ratio(g => g.SelectionRate);

    /// <summary>The larger of the differences of true and of false positive rates; 0 is parity (Hardt 2016).</summary>
    public double EqualizedOddsDifference => Math.Max(Difference(g => g.TruePositiveRate), Difference(g => g.FalsePositiveRate));

    /// <summary>The smaller of the ratios of true and of false positive rates; 1 is parity. NaN when either is 0 in every group.</summary>
    public double EqualizedOddsRatio => Math.Min(Ratio(g => g.TruePositiveRate), Ratio(g => g.FalsePositiveRate));

    /// <summary>Groups whose true or false positive rate has no rows behind it and is 0 by convention: their odds say nothing.</summary>
    public int Undefined => Groups.Count(g => g.Positives == 0 || g.Positives == g.Count);

    /// <summary>The rates of columns.</summary>
    /// <exception cref="ArgumentException">Lengths differ or there is no row.</exception>
    public static GroupFairness Of(ReadOnlySpan<bool> truth, ReadOnlySpan<bool> predicted, IReadOnlyList<string> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Guard.Columns(truth.Length, predicted.Length, nameof(predicted), default);
        Guard.Columns(truth.Length, groups.Count, nameof(groups), default);
        var counts = new SortedDictionary<string, (int Rows, int Positive, int Selected, int Hits, int Right)>(StringComparer.Ordinal);
        for (int i = 0; i < truth.Length; i++)
        {
            (int rows, int positive, int selected, int hits, int right) = counts.GetValueOrDefault(groups[i]);
            counts[groups[i]] = (
                rows + 1,
                positive + (truth[i] ? 1 : 0),
                selected + (predicted[i] ? 1 : 0),
                hits + (truth[i] && predicted[i] ? 1 : 0),
                right + (truth[i] == predicted[i] ? 1 : 0));
        }

        return new([.. counts.Select(g => new GroupRates(
            g.Key,
            g.Value.Rows,
            (double)g.Value.Selected / g.Value.Rows,
            g.Value.Positive == 0 ? 0 : (double)g.Value.Hits / g.Value.Positive,
            g.Value.Positive == g.Value.Rows ? 0 : (double)(g.Value.Selected - g.Value.Hits) / (g.Value.Rows - g.Value.Positive),
            (double)g.Value.Right / g.Value.Rows,
            g.Value.Positive))]);
    }

    private double Difference(Func<GroupRates, double> rate) => Groups.Max(rate) - Groups.Min(rate);

    private double Ratio(Func<GroupRates, double> rate) => Groups.Min(rate) / Groups.Max(rate);
}
