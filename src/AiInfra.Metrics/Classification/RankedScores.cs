using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Classification;

/// <summary>Scores of positive and negative rows, sorted once, for every metric, curve and threshold that reads them: ROC AUC, average precision, curves, decision thresholds. Immutable and thread-safe.</summary>
/// <remarks>Keeps 8 bytes a row, 16 of weighted rows. Walking it gives one group a distinct score, the highest first.</remarks>
public sealed class RankedScores
{
    internal const int Block = 512;

    private readonly ulong[] _positives;
    private readonly ulong[] _negatives;
    private readonly double[] _positiveWeights;
    private readonly double[] _negativeWeights;
    private readonly Lazy<RankedSummary> _summary;

    // Takes the arrays and sorts them.
    internal RankedScores(ulong[] positives, ulong[] negatives, double[] positiveWeights, double[] negativeWeights)
    {
        (_positives, _negatives, _positiveWeights, _negativeWeights) = (positives, negatives, positiveWeights, negativeWeights);
        IsWeighted = positiveWeights.Length > 0 || negativeWeights.Length > 0;
        if (IsWeighted)
        {
            RadixSort.Sort(_positives, _positiveWeights);
            RadixSort.Sort(_negatives, _negativeWeights);
        }
        else
        {
            RadixSort.Sort(_positives);
            RadixSort.Sort(_negatives);
        }

        PositiveWeight = IsWeighted ? Sum(_positiveWeights) : positives.Length;
        NegativeWeight = IsWeighted ? Sum(_negativeWeights) : negatives.Length;
        _summary = new(() => RankedSummary.Of(this));
    }

    /// <summary>Rows with a weight above 0.</summary>
    public long Count => _positives.LongLength + _negatives.LongLength;

    /// <summary>Rows that are positive.</summary>
    public long PositiveCount => _positives.LongLength;

    /// <summary>Rows that are negative.</summary>
    public long NegativeCount => _negatives.LongLength;

    /// <summary>Weight of the positive rows; without weights their number.</summary>
    public double PositiveWeight { get; }

    /// <summary>Weight of the negative rows; without weights their number.</summary>
    public double NegativeWeight { get; }

    /// <summary>Whether a row has a weight other than 1.</summary>
    public bool IsWeighted { get; }

    /// <summary>Whether there are rows of both classes.</summary>
    public bool HasBothClasses => _positives.Length > 0 && _negatives.Length > 0;

    internal RankedSummary Summary => _summary.Value;

    /// <summary>Ranks columns.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Its score, on any scale; more is more positive.</param>
    /// <param name="weights">How much it counts; empty when all alike. Rows of weight 0 are left out.</param>
    /// <exception cref="ArgumentException">Lengths differ, a column is empty, a score is not finite or a weight negative; the message names the first index.</exception>
    public static RankedScores Of(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        Guard.Columns(truth.Length, scores.Length, nameof(scores), weights);
        Guard.Finite(scores, nameof(scores));
        if (!weights.IsEmpty)
        {
            var builder = new RankedScoresBuilder();
            builder.AddChecked(truth, scores, weights);
            return builder.Build();
        }

        int count = truth.Count(true);
        ulong[] positives = GC.AllocateUninitializedArray<ulong>(count), negatives = GC.AllocateUninitializedArray<ulong>(truth.Length - count);
        Span<ulong> someP = stackalloc ulong[Block], someN = stackalloc ulong[Block];
        for (int start = 0, atP = 0, atN = 0; start < truth.Length; start += Block)
        {
            int length = Math.Min(Block, truth.Length - start);
            (int p, int n) = Partition(truth.Slice(start, length), scores.Slice(start, length), someP, someN);
            someP[..p].CopyTo(positives.AsSpan(atP));
            someN[..n].CopyTo(negatives.AsSpan(atN));
            atP += p;
            atN += n;
        }

        return new(positives, negatives, [], []);
    }

    /// <summary>Walks the distinct scores, the highest first.</summary>
    public Enumerator GetEnumerator() => new(this);

    // Every key is written to both sides, and one side keeps it: no branch to mispredict. Each side has room for all.
    internal static (int Positives, int Negatives) Partition(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, Span<ulong> positives, Span<ulong> negatives)
    {
        int p = 0, n = 0;
        for (int i = 0; i < truth.Length; i++)
        {
            ulong key = RadixSort.Key(scores[i]);
            int one = truth[i] ? 1 : 0;
            positives[p] = key;
            negatives[n] = key;
            p += one;
            n += 1 - one;
        }

        return (p, n);
    }

    private static double Sum(double[] weights)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            sum += weight;
        }

        return sum;
    }

    /// <summary>Walks distinct scores, the highest first.</summary>
    public struct Enumerator
    {
        private readonly RankedScores _ranked;
        private int _positive;
        private int _negative;

        internal Enumerator(RankedScores ranked) => (_ranked, _positive, _negative) = (ranked, ranked._positives.Length - 1, ranked._negatives.Length - 1);

        /// <summary>The rows of the present score.</summary>
        public RankedGroup Current { get; private set; }

        /// <summary>Goes to the next lower score.</summary>
        public bool MoveNext()
        {
            ulong[] positives = _ranked._positives, negatives = _ranked._negatives;
            int p = _positive, n = _negative;
            if (p < 0 && n < 0)
            {
                return false;
            }

            ulong key = Math.Max(p >= 0 ? positives[p] : 0, n >= 0 ? negatives[n] : 0);
            while ((uint)p < (uint)positives.Length && positives[p] == key)
            {
                p--;
            }

            while ((uint)n < (uint)negatives.Length && negatives[n] == key)
            {
                n--;
            }

            Current = _ranked.IsWeighted
                ? new(RadixSort.Value(key), Of(_ranked._positiveWeights, p, _positive), Of(_ranked._negativeWeights, n, _negative))
                : new(RadixSort.Value(key), _positive - p, _negative - n);
            (_positive, _negative) = (p, n);
            return true;
        }

        // In the order in which the rows came, as rows with equal keys are.
        private static double Of(double[] weights, int after, int to)
        {
            double sum = 0;
            for (int i = after + 1; i <= to; i++)
            {
                sum += weights[i];
            }

            return sum;
        }
    }
}
