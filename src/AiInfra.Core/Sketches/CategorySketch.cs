namespace AiInfra.Core.Sketches;

/// <summary>Counts of categories: exact up to a bound, then the frequent ones (Misra and Gries 1982, merged after Agarwal et al. 2012): a count is never too high, and too low by at most rows / (bound + 1).</summary>
internal sealed class CategorySketch(SketchOptions options)
{
    private const int LongestKept = 256;
    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private DistinctSketch? _estimate;
    private long[]? _forgotten;
    private long _error;
    private long _count;

    public long Count => _count;

    /// <summary>The text under which a category is counted: itself, or its beginning and a hash where it is very long.</summary>
    public static string Key(string text) => text.Length <= LongestKept
        ? text
        : $"{text.AsSpan(0, LongestKept - 24)}…{DistinctSketch.Hash(text):x16}";

    public void Add(string text) => Add(Key(text), 1);

    public void AddRows(string text, long rows) => Add(Key(text), rows);

    public void Merge(CategorySketch other)
    {
        long unlisted = other._count;
        foreach (var (category, count) in other._counts.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            Add(category, count);
            unlisted -= count;
        }

        _count += unlisted;
        _error += other._error;
        if (other._forgotten is { } forgotten)
        {
            _forgotten ??= new long[CategoryKey.Cells];
            for (int i = 0; i < forgotten.Length; i++)
            {
                _forgotten[i] += forgotten[i];
            }
        }

        if (other._estimate is { } estimate)
        {
            Estimate().Merge(estimate);
        }
    }

    public ColumnSummary Describe(ColumnSummary summary)
    {
        var listed = _counts
            .OrderByDescending(c => c.Value)
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .Take(options.SummaryCategories)
            .Select(c => new CategoryCount(c.Key, c.Value))
            .ToArray();
        return summary with
        {
            Categories = listed,
            OtherCategories = _count - listed.Sum(c => c.Count),
            OtherCells = OtherCells(listed),
            CategoryError = _error,
            Distinct = _estimate is null ? _counts.Count : Math.Max(_estimate.Estimate(), _counts.Count),
        };
    }

    private void Add(string category, long count)
    {
        ref long there = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, category, out _);
        there += count;
        _count += count;
        _estimate?.AddHash(DistinctSketch.Hash(category));
        if (_counts.Count > (_estimate is null ? options.MaxCategories : 2 * options.MaxCategories))
        {
            Prune();
        }
    }

    // Takes the (bound + 1)th largest count off all: at most bound stay, and each pruning is paid for by rows of bound + 1 categories.
    private void Prune()
    {
        Estimate();
        long[] counts = [.. _counts.Values];
        Array.Sort(counts);
        long cut = counts[^(options.MaxCategories + 1)];
        _error += cut;
        _forgotten ??= new long[CategoryKey.Cells];
        foreach (var (category, count) in _counts.ToArray())
        {
            _forgotten[CategoryKey.CellOf(CategoryKey.Of(category))] += Math.Min(count, cut);
            if (count > cut)
            {
                _counts[category] = count - cut;
            }
            else
            {
                _counts.Remove(category);
            }
        }
    }

    private long[] OtherCells(CategoryCount[] listed)
    {
        if (_forgotten is null && listed.Length == _counts.Count)
        {
            return [];
        }

        var cells = new long[CategoryKey.Cells];
        _forgotten?.CopyTo(cells, 0);
        foreach (string category in _counts.Keys.Except(listed.Select(c => c.Category), StringComparer.Ordinal))
        {
            cells[CategoryKey.CellOf(CategoryKey.Of(category))] += _counts[category];
        }

        return cells;
    }

    private DistinctSketch Estimate()
    {
        if (_estimate is null)
        {
            _estimate = new DistinctSketch();
            foreach (string category in _counts.Keys)
            {
                _estimate.AddHash(DistinctSketch.Hash(category));
            }
        }

        return _estimate;
    }
}
