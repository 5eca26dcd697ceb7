using AiInfra.Core.Rows;

namespace AiInfra.Metrics.Statistics;

/// <summary>Draws rows with replacement: one by one, in circular blocks of neighbours, or in whole clusters.</summary>
internal sealed class Resampler
{
    private readonly int _count;
    private readonly int _block;
    private readonly int[]? _byCluster;
    private readonly int[]? _starts;
    private int[] _drawn;

    public Resampler(int count, BootstrapOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        options.Check(count);
        _count = count;
        _block = Math.Min(options.BlockLength, count);
        _drawn = new int[count];
        if (options.Clusters is { } clusters)
        {
            (_byCluster, _starts) = Group([.. clusters]);
        }
    }

    /// <summary>What is drawn independently: rows, or clusters.</summary>
    public int Units => _starts is null ? _count : _starts.Length - 1;

    public ReadOnlySpan<int> All()
    {
        for (int i = 0; i < _count; i++)
        {
            _drawn[i] = i;
        }

        return _drawn.AsSpan(0, _count);
    }

    /// <summary>A resample as rows.</summary>
    public ReadOnlySpan<int> Rows(ref SplitMix64 random)
    {
        int n = 0;
        if (_starts is not null)
        {
            for (int k = 0; k < Units; k++)
            {
                ReadOnlySpan<int> cluster = Cluster(random.Next(Units));
                if (n + cluster.Length > _drawn.Length)
                {
                    Array.Resize(ref _drawn, Math.Max(2 * _drawn.Length, n + cluster.Length));
                }

                cluster.CopyTo(_drawn.AsSpan(n));
                n += cluster.Length;
            }

            return _drawn.AsSpan(0, n);
        }

        while (n < _count)
        {
            int start = random.Next(_count);
            for (int k = 0; k < _block && n < _count; k++, n++)
            {
                int at = start + k;
                _drawn[n] = at < _count ? at : at - _count;
            }
        }

        return _drawn.AsSpan(0, _count);
    }

    /// <summary>A resample as counts of rows.</summary>
    public void Counts(ref SplitMix64 random, Span<int> counts)
    {
        counts.Clear();
        if (_starts is not null)
        {
            for (int k = 0; k < Units; k++)
            {
                foreach (int row in Cluster(random.Next(Units)))
                {
                    counts[row]++;
                }
            }

            return;
        }

        if (_block > 1)
        {
            foreach (int row in Rows(ref random))
            {
                counts[row]++;
            }

            return;
        }

        // Two rows from one number of the generator: each of its halves times the count, shifted. The bias is below count / 2^32.
        ulong n = (ulong)_count;
        int left = _count;
        for (; left >= 2; left -= 2)
        {
            ulong bits = random.Next();
            counts[(int)(((bits & uint.MaxValue) * n) >> 32)]++;
            counts[(int)(((bits >> 32) * n) >> 32)]++;
        }

        if (left > 0)
        {
            counts[random.Next(_count)]++;
        }
    }

    /// <summary>The rows of units [from, to), which a jackknife leaves out.</summary>
    public IEnumerable<int> RowsOfUnits(int from, int to)
    {
        (int first, int last) = _starts is null ? (from, to) : (_starts[from], _starts[to]);
        for (int i = first; i < last; i++)
        {
            yield return _byCluster is null ? i : _byCluster[i];
        }
    }

    public int BlockLength => _block;

    private ReadOnlySpan<int> Cluster(int unit) => _byCluster.AsSpan(_starts![unit].._starts[unit + 1]);

    private static (int[] Rows, int[] Starts) Group(int[] clusters)
    {
        var rows = new int[clusters.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = i;
        }

        // By cluster, then by row: the order does not depend on how the sort treats equals.
        long[] keys = [.. clusters.Select((c, i) => ((long)c << 32) | (uint)i)];
        Array.Sort(keys, rows);
        var starts = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (i == 0 || clusters[rows[i]] != clusters[rows[i - 1]])
            {
                starts.Add(i);
            }
        }

        return (rows, [.. starts, rows.Length]);
    }
}
