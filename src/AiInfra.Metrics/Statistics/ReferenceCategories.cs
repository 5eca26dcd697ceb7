using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Metrics.Statistics;

/// <summary>A column of categories as its <see cref="ColumnSummary"/> remembers it, made ready to be compared with samples.</summary>
/// <remarks>
/// <para>
/// A test of two samples holds its promise only where the cells are chosen without looking at how the rows divide between the two. Whoever gives a cell to each category
/// that is frequent in the reference gives one to those that were frequent by luck, finds them rarer in every sample, and sees drift where there is none. Here a category has
/// a cell of its own when both sides together have enough rows of it; all others fall into cells by the hash of their text, and cells that stay small are one.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class ReferenceCategories
{
    // Rows that chi-square asks of a cell on either side, and that a cell by hash holds on average.
    private const double Fewest = 5;
    private const double Usual = 10;
    private readonly Dictionary<string, long> _listed = new(StringComparer.Ordinal);
    private readonly long[] _others = new long[CategoryKey.Cells];
    private readonly long _unlisted;
    private readonly bool _othersByHash;
    private readonly long _error;
    private readonly bool _boolean;

    /// <summary>Reads a summary.</summary>
    /// <param name="summary">Summary of a column of texts or booleans.</param>
    public ReferenceCategories(ColumnSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        _boolean = summary.Kind == ValueKind.Boolean;
        Count = summary.Present;
        _error = summary.CategoryError;
        foreach (CategoryCount category in summary.Categories)
        {
            string key = CategoryKey.Of(category.Category);
            _listed[key] = _listed.GetValueOrDefault(key) + category.Count;
        }

        // A summary made before cells were kept says only how many others there were.
        _othersByHash = summary.OtherCategories == 0 || summary.OtherCells.Count == CategoryKey.Cells;
        for (int i = 0; _othersByHash && i < summary.OtherCells.Count; i++)
        {
            _others[i] = summary.OtherCells[i];
        }

        Others = summary.OtherCategories;
        _unlisted = Others == 0 ? 0 : _error + (summary.Categories.Count > 0 ? summary.Categories[^1].Count : Others);
    }

    /// <summary>Rows of the reference with a value.</summary>
    public long Count { get; }

    /// <summary>Rows of the reference whose category its summary does not list.</summary>
    public long Others { get; }

    /// <summary>The key under which a value is counted, one for all ways to write it: "1", "1.0" and the number 1, a double and the float it was rounded to, both zeros, "True" and true. Null when it is missing, as the empty text is.</summary>
    public string? KeyOf(Value value)
    {
        string? key = value.AsText() is { Length: > 0 } text ? CategoryKey.Of(text) : null;
        return !_boolean ? key : key switch { "1" => "true", "0" => "false", _ => key };
    }

    /// <summary>Whether the summary lists a category.</summary>
    /// <param name="key">From <see cref="KeyOf"/>.</param>
    public bool Lists(string key) => _listed.ContainsKey(key);

    /// <summary>Both sides in cells that are chosen blind to how the rows divide between them: has the share of some categories changed?</summary>
    /// <param name="current">Rows of the sample by <see cref="KeyOf"/>, at least one.</param>
    /// <param name="inflation">As many neighbouring rows tell as much as one (a design effect): cells must be larger by that.</param>
    /// <exception cref="ArgumentException">The sample has no rows, or the reference.</exception>
    public CategoryCells Cells(IReadOnlyDictionary<string, long> current, double inflation = 1)
    {
        (double ours, double smaller) = Shares(current, inflation);
        var cells = new List<(double Reference, double Current)>();
        double[] restBefore = [.. _others], restNow = new double[CategoryKey.Cells];
        foreach ((string key, long before, long now) in Pairs(current))
        {
            int cell = CategoryKey.CellOf(key);
            if (Own(key, before, now, ours, smaller) is { } own)
            {
                cells.Add((own, now));
                // What the sketch forgot of this category lies among the others.
                restBefore[cell] = Math.Max(0, restBefore[cell] - (own - before));
            }
            else
            {
                restBefore[cell] += before;
                restNow[cell] += now;
            }
        }

        cells.AddRange(Fold(restBefore, restNow, smaller));
        return Gather(cells, smaller);
    }

    /// <summary>Both sides by how often a category came on both together (once, twice, to 4, to 8 and so on): have rare or new categories as such become more? A thousand new ones fall into all cells by hash alike, and into one cell here.</summary>
    /// <param name="current">Rows of the sample by <see cref="KeyOf"/>, at least one.</param>
    /// <param name="inflation">As many neighbouring rows tell as much as one (a design effect): cells must be larger by that.</param>
    /// <exception cref="ArgumentException">The sample has no rows, or the reference.</exception>
    public CategoryCells CellsByFrequency(IReadOnlyDictionary<string, long> current, double inflation = 1)
    {
        (double ours, double smaller) = Shares(current, inflation);
        var cells = new (double Reference, double Current)[64];
        (double Reference, double Current) rest = (Others, 0);
        foreach ((string key, long before, long now) in Pairs(current))
        {
            double? own = Others == 0 ? before : Own(key, before, now, ours, smaller);
            ref var cell = ref own is null ? ref rest : ref cells[(int)Math.Ceiling(Math.Log2(own.Value + now))];
            cell = (cell.Reference + (own ?? before), cell.Current + now);
            rest.Reference -= (own ?? before) - before;
        }

        return Gather([.. cells, (Math.Max(0, rest.Reference), rest.Current)], smaller);
    }

    private (double Ours, double Smaller) Shares(IReadOnlyDictionary<string, long> current, double inflation)
    {
        ArgumentNullException.ThrowIfNull(current);
        double rows = current.Values.Sum(), ours = Count / (Count + rows);
        return rows > 0 && Count > 0
            ? (ours, Math.Min(ours, 1 - ours) / inflation)
            : throw new ArgumentException(Count == 0 ? "The reference has no values to compare with." : "A sample without values cannot be compared.", nameof(current));
    }

    private IEnumerable<(string Key, long Before, long Now)> Pairs(IReadOnlyDictionary<string, long> current) =>
        current.Select(c => (c.Key, _listed.GetValueOrDefault(c.Key), c.Value)).Concat(_listed.Where(l => !current.ContainsKey(l.Key)).Select(l => (l.Key, l.Value, 0L)));

    // Rows of the reference in the category's own cell, or null where both sides together have too few rows, or the summary knows too little.
    private double? Own(string key, long before, long now, double ours, double smaller)
    {
        double most = _listed.ContainsKey(key) ? before + _error : _unlisted, expected = (before + now) * ours;
        bool known = Others == 0 || expected - (4 * Math.Sqrt(expected)) > _unlisted;
        return (before + now) * smaller >= Fewest && known ? Math.Clamp(now * ours / (1 - ours), before, most) : null;
    }

    // As many cells by hash as the rows fill; without hashes one.
    private List<(double Reference, double Current)> Fold(double[] before, double[] now, double smaller)
    {
        double rows = before.Sum() + now.Sum() + (_othersByHash ? 0 : Others);
        int cells = _othersByHash ? CategoryKey.Cells : 1;
        while (cells > 1 && rows * smaller / cells < Usual)
        {
            cells /= 2;
        }

        var folded = new (double Reference, double Current)[cells];
        for (int i = 0; i < before.Length; i++)
        {
            ref var cell = ref folded[i % cells];
            cell = (cell.Reference + before[i], cell.Current + now[i]);
        }

        folded[0].Reference += _othersByHash ? 0 : Others;
        return [.. folded];
    }

    private static CategoryCells Gather(List<(double Reference, double Current)> cells, double smaller)
    {
        (double Reference, double Current) few = default;
        var large = new List<(double Reference, double Current)>();
        foreach (var cell in cells)
        {
            if ((cell.Reference + cell.Current) * smaller >= Fewest)
            {
                large.Add(cell);
            }
            else
            {
                few = (few.Reference + cell.Reference, few.Current + cell.Current);
            }
        }

        if (few.Reference + few.Current > 0)
        {
            large.Add(few);
        }

        return new([.. large.Select(c => c.Reference)], [.. large.Select(c => c.Current)]);
    }
}
