using AiInfra.Training.Runtime;

namespace AiInfra.Training.Loading;

/// <summary>Which rows make which batch, so that no batch has more than so many places, padding included. All rows are sorted by length, equally long ones in another order each epoch; the cuts follow from the lengths alone, so every epoch has the same number of batches. An epoch's order follows from the seed.</summary>
internal sealed class TokenBuckets
{
    private readonly Lock _gate = new();
    private readonly int[] _lengths;
    private readonly int[] _starts;
    private readonly long? _seed;
    private (long Epoch, int[] Rows, Permutation? Order)? _last;

    /// <param name="lengths">The length of each row.</param>
    /// <param name="places">Places of a batch, at most.</param>
    /// <param name="multiple">Widths are rounded up to a multiple of this.</param>
    /// <param name="seed">Decides the orders; null keeps them sorted.</param>
    public TokenBuckets(int[] lengths, int places, int multiple, long? seed)
    {
        (_lengths, _seed) = (lengths, seed);
        int[] sorted = [.. lengths.Order()];
        List<int> starts = [0];
        for (int i = 0; i < sorted.Length; i++)
        {
            // The row that is added is the longest of its batch.
            long width = (sorted[i] + (long)multiple - 1) / multiple * multiple;
            if ((i + 1 - starts[^1]) * width > places)
            {
                starts.Add(i);
            }
        }

        _starts = [.. starts, sorted.Length];
    }

    public int Batches => _starts.Length - 1;

    /// <summary>The rows of a batch.</summary>
    public int[] RowsOf(long epoch, long batch)
    {
        (_, int[] rows, Permutation? order) = Of(epoch);
        int at = (int)(order?[batch] ?? batch);
        return rows[_starts[at].._starts[at + 1]];
    }

    private (long Epoch, int[] Rows, Permutation? Order) Of(long epoch)
    {
        lock (_gate)
        {
            if (_last is not { } last || last.Epoch != epoch)
            {
                _last = last = Make(epoch);
            }

            return last;
        }
    }

    private (long Epoch, int[] Rows, Permutation? Order) Make(long epoch)
    {
        int[] rows = [.. Enumerable.Range(0, _lengths.Length)];
        if (_seed is not { } seed)
        {
            Array.Sort(rows, (a, b) => _lengths[a] != _lengths[b] ? _lengths[a].CompareTo(_lengths[b]) : a.CompareTo(b));
            return (epoch, rows, null);
        }

        long[] places = new long[rows.Length];
        new Permutation(rows.Length, (long)Seeds.Of(seed, epoch)).Fill(0, places);
        Array.Sort(rows, (a, b) => _lengths[a] != _lengths[b] ? _lengths[a].CompareTo(_lengths[b]) : places[a].CompareTo(places[b]));
        return (epoch, rows, new Permutation(Batches, (long)Seeds.Of(seed, epoch, 1)));
    }
}
