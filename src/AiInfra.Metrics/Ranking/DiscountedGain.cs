using System.Globalization;

namespace AiInfra.Metrics.Ranking;

/// <summary>Discounted cumulative gain: gain over log2(rank + 1) (Järvelin and Kekäläinen 2002).</summary>
public sealed class DiscountedGain : RankingMetric
{
    private readonly int _k;
    private readonly Gain _gain;
    private readonly TieHandling _ties;
    private readonly double _logBase;

    /// <summary>Creates the metric.</summary>
    /// <param name="k">Ranks that count; 0 for all.</param>
    /// <param name="gain">What a relevance is worth.</param>
    /// <param name="ties">How documents with equal scores are ranked.</param>
    /// <param name="logBase">Base of the discount's logarithm, above 1.</param>
    public DiscountedGain(int k = 0, Gain gain = Gain.Linear, TieHandling ties = TieHandling.Averaged, double logBase = 2)
        : base("dcg", string.Create(CultureInfo.InvariantCulture, $"k:{CutOff(k)}|gain:{Lower(gain)}{(logBase == 2 ? "" : $"|log:{logBase}")}"), ties)
    {
        _logBase = logBase > 1 && double.IsFinite(logBase) ? logBase : throw new ArgumentOutOfRangeException(nameof(logBase), logBase, "The base of the logarithm is above 1.");
        (_k, _gain, _ties) = (k, gain, ties);
    }

    /// <inheritdoc />
    public override RankingMetric New() => new DiscountedGain(_k, _gain, _ties, _logBase);

    internal static double Sum(ReadOnlySpan<double> relevance, ReadOnlySpan<double> scores, int k, Gain gain)
    {
        int n = relevance.Length, last = k > 0 ? Math.Min(k, n) : n;
        double sum = 0;
        for (int i = 0; i < last;)
        {
            double gains = 0, discounts = 0;
            int start = i;
            do
            {
                gains += gain == Gain.Linear ? relevance[i] : Math.Pow(2, relevance[i]) - 1;
                discounts += i < last ? 1 / Math.Log2(i + 2) : 0;
                i++;
            }
            while (!scores.IsEmpty && i < n && scores[i] == scores[start]);

            sum += gains / (i - start) * discounts;
        }

        return sum;
    }

    /// <inheritdoc />
    protected override double Compute(in RankedQuery query) => Sum(query.Relevance, query.Scores, _k, _gain) * Math.Log2(_logBase);
}
