using AiInfra.Metrics;
using AiInfra.Metrics.Classification;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>The area under the ROC curve of resampled rows: the rows are put in order once, and the area of any resample is one pass over how often each row was drawn. Give <see cref="Of"/> to <see cref="AiInfra.Metrics.Statistics.Bootstrap.Counted"/>.</summary>
/// <remarks>Exact: the same value as <see cref="RocAuc"/> on the drawn rows, ties counting half. May be used from several threads.</remarks>
public sealed class CountedAuc
{
    private readonly int[] _order;
    private readonly int[] _positive;
    private readonly (int From, int To)[] _mixed;

    /// <summary>Sorts the rows.</summary>
    /// <param name="truth">Whether the row is positive.</param>
    /// <param name="scores">Scores on any scale.</param>
    /// <exception cref="ArgumentException">Lengths differ, there is no row, or a score is not finite; the message names the first index.</exception>
    public CountedAuc(ReadOnlySpan<bool> truth, ReadOnlySpan<double> scores)
    {
        Guard.Columns(truth.Length, scores.Length, nameof(scores), default);
        Guard.Finite(scores, nameof(scores));
        var keys = new double[scores.Length];
        _order = new int[scores.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = -scores[i];
            _order[i] = i;
        }

        Array.Sort(keys, _order);
        _positive = new int[_order.Length];
        for (int i = 0; i < _order.Length; i++)
        {
            // All bits or none, so that the pass needs no branch.
            _positive[i] = truth[_order[i]] ? -1 : 0;
        }

        _mixed = Mixed(keys);
    }

    /// <summary>Number of rows.</summary>
    public int Count => _order.Length;

    /// <summary>The area of a resample; NaN where only one class was drawn.</summary>
    /// <param name="counts">How often each row was drawn, in the order in which the rows were given.</param>
    /// <exception cref="ArgumentException">There are not as many counts as rows.</exception>
    public double Of(ReadOnlySpan<int> counts)
    {
        if (counts.Length != _order.Length)
        {
            throw new ArgumentException($"There are {_order.Length} rows but {counts.Length} counts.", nameof(counts));
        }

        // From the highest score down: every negative counts the positives above it. Equal scores have their positives first.
        long pairs = 0, above = 0, negatives = 0;
        ReadOnlySpan<int> order = _order, positive = _positive.AsSpan(0, _order.Length);
        for (int i = 0; i < order.Length; i++)
        {
            int count = counts[order[i]], yes = count & positive[i], no = count - yes;
            pairs += no * above;
            above += yes;
            negatives += no;
        }

        return (pairs - (Ties(counts) / 2.0)) / ((double)above * negatives);
    }

    // Pairs with equal scores were counted as won; they are half won.
    private double Ties(ReadOnlySpan<int> counts)
    {
        double ties = 0;
        foreach ((int from, int to) in _mixed)
        {
            long yes = 0, no = 0;
            for (int i = from; i < to; i++)
            {
                int count = counts[_order[i]], positives = count & _positive[i];
                yes += positives;
                no += count - positives;
            }

            ties += (double)yes * no;
        }

        return ties;
    }

    // Where equal scores have both classes: their positives are put first.
    private (int From, int To)[] Mixed(double[] keys)
    {
        var mixed = new List<(int From, int To)>();
        for (int from = 0, to; from < keys.Length; from = to)
        {
            for (to = from + 1; to < keys.Length && keys[to] == keys[from]; to++)
            {
            }

            int positives = _positive.AsSpan(from, to - from).Count(-1);
            if (positives > 0 && positives < to - from)
            {
                Array.Sort(_positive, _order, from, to - from);
                mixed.Add((from, to));
            }
        }

        return [.. mixed];
    }
}
