using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Rows shuffled within their classes. The classes follow each other as evenly as they can: the k-th row of a class of n stands at (k + 1/2) / n of the epoch.</summary>
internal sealed class StratifiedSampler : IRowSampler
{
    private readonly int[][] _rows;
    private readonly (int Class, int Place)[] _layout;
    private readonly long _seed;

    public StratifiedSampler(IReadOnlyList<int> labels, long seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfZero(labels.Count, nameof(labels));
        _seed = seed;
        _rows = [.. Enumerable.Range(0, labels.Count).GroupBy(i => labels[i]).OrderBy(g => g.Key).Select(g => g.ToArray())];
        _layout = [.. _rows
            .SelectMany((rows, c) => rows.Select((_, k) => (At: (k + 0.5) / rows.Length, Class: c, Place: k)))
            .OrderBy(p => p.At).ThenBy(p => p.Class)
            .Select(p => (p.Class, p.Place))];
    }

    public long RowsInEpoch => _layout.Length;

    public void Fill(long epoch, long start, Span<long> rows)
    {
        var orders = new Permutation?[_rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (int c, int place) = _layout[start + i];
            Permutation order = orders[c] ??= new Permutation(_rows[c].Length, (long)Seeds.Of(_seed, epoch, c));
            rows[i] = _rows[c][order[place]];
        }
    }
}
