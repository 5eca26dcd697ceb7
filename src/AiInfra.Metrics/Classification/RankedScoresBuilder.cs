using AiInfra.Metrics.Numerics;

namespace AiInfra.Metrics.Classification;

/// <summary>Collects scores row by row, batch by batch or part by part, and ranks them: one stream for several metrics (<see cref="RocAuc.Of(RankedScores, double)"/>, <see cref="AveragePrecision.Of(RankedScores)"/>, curves, thresholds). Not thread-safe.</summary>
public sealed class RankedScoresBuilder
{
    private readonly GrowingColumn<ulong> _positives = new();
    private readonly GrowingColumn<ulong> _negatives = new();
    private GrowingColumn<double>? _positiveWeights;
    private GrowingColumn<double>? _negativeWeights;
    private RankedScores? _built;

    /// <summary>Rows so far with a weight above 0.</summary>
    public long Count => (long)_positives.Count + _negatives.Count;

    /// <summary>Adds one row.</summary>
    /// <exception cref="ArgumentException">The score is not finite, or the weight negative.</exception>
    public void Add(bool positive, double score, double weight = 1)
    {
        if (!double.IsFinite(score))
        {
            throw new ArgumentException($"The score of row {Count} is {score}; a finite number is needed.", nameof(score));
        }

        if (!(weight >= 0) || double.IsInfinity(weight))
        {
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"The weight of row {Count} is {weight}; a weight is a finite number, zero or more.");
        }

        if (weight > 0)
        {
            AddChecked(positive, score, weight);
        }
    }

    /// <summary>Adds rows.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Its score, on any scale.</param>
    /// <param name="weights">How much it counts; empty when all alike. Rows of weight 0 are left out.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is not finite or a weight negative; the message names the first index. Nothing is added then.</exception>
    public void AddBatch(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        Guard.Batch(truth.Length, scores.Length, nameof(scores), weights);
        Guard.Finite(scores, nameof(scores));
        AddChecked(truth, scores, weights);
    }

    /// <summary>Adds what another has collected.</summary>
    public void Merge(RankedScoresBuilder other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this))
        {
            throw new ArgumentException("Scores cannot be merged into themselves.", nameof(other));
        }

        if (other._positiveWeights is not null)
        {
            Weigh();
        }

        if (_positiveWeights is not null)
        {
            Append(_positiveWeights, other._positiveWeights, other._positives.Count);
            Append(_negativeWeights!, other._negativeWeights, other._negatives.Count);
        }

        _positives.Add(other._positives);
        _negatives.Add(other._negatives);
        _built = null;
    }

    /// <summary>The rows so far, ranked. Collecting can go on.</summary>
    public RankedScores Build() => _built ??= new(_positives.ToArray(), _negatives.ToArray(), _positiveWeights?.ToArray() ?? [], _negativeWeights?.ToArray() ?? []);

    internal void AddChecked(bool positive, double score, double weight)
    {
        _built = null;
        if (weight != 1)
        {
            Weigh();
        }

        (positive ? _positives : _negatives).Add(RadixSort.Key(score));
        (positive ? _positiveWeights : _negativeWeights)?.Add(weight);
    }

    internal void AddChecked(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        _built = null;
        if (weights.IsEmpty || AllOne(weights))
        {
            Span<ulong> positives = stackalloc ulong[RankedScores.Block], negatives = stackalloc ulong[RankedScores.Block];
            for (int start = 0; start < truth.Length; start += RankedScores.Block)
            {
                int length = Math.Min(RankedScores.Block, truth.Length - start);
                (int p, int n) = RankedScores.Partition(truth.Slice(start, length), scores.Slice(start, length), positives, negatives);
                _positives.Add(positives[..p]);
                _negatives.Add(negatives[..n]);
                if (_positiveWeights is not null)
                {
                    Append(_positiveWeights, null, p);
                    Append(_negativeWeights!, null, n);
                }
            }

            return;
        }

        Weigh();
        for (int i = 0; i < truth.Length; i++)
        {
            if (weights[i] > 0)
            {
                AddChecked(truth[i], scores[i], weights[i]);
            }
        }
    }

    private static bool AllOne(ReadOnlySpan<double> weights) => !weights.ContainsAnyExcept(1.0);

    // From the first weighted row on, every row has its weight beside it.
    private void Weigh()
    {
        if (_positiveWeights is null)
        {
            Append(_positiveWeights = new(), null, _positives.Count);
            Append(_negativeWeights = new(), null, _negatives.Count);
        }
    }

    private static void Append(GrowingColumn<double> to, GrowingColumn<double>? weights, int count)
    {
        if (weights is not null)
        {
            to.Add(weights);
            return;
        }

        Span<double> ones = stackalloc double[RankedScores.Block];
        ones.Fill(1);
        for (; count > 0; count -= RankedScores.Block)
        {
            to.Add(ones[..Math.Min(RankedScores.Block, count)]);
        }
    }
}
