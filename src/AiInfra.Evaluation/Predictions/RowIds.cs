using System.Collections;
using System.Globalization;

namespace AiInfra.Evaluation.Predictions;

/// <summary>The names of rows: those given, or their numbers, written only when asked for.</summary>
internal sealed class RowIds : IReadOnlyList<string>
{
    private readonly string[]? _names;
    private readonly IReadOnlyList<int>? _rows;

    private RowIds(string[]? names, IReadOnlyList<int>? rows, int count)
    {
        (_names, _rows) = (names, rows);
        Count = count;
    }

    public int Count { get; }

    public bool AreGiven => _names is not null;

    public string this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            int row = _rows is null ? index : _rows[index];
            return _names is null ? row.ToString(CultureInfo.InvariantCulture) : _names[row];
        }
    }

    /// <summary>The names of all rows, checked.</summary>
    public static RowIds Of(IEnumerable<string>? ids, int count)
    {
        if (ids is null)
        {
            return new(null, null, count);
        }

        string[] names = [.. ids];
        if (names.Length != count)
        {
            throw new ArgumentException($"There are {count} predictions but {names.Length} ids.", nameof(ids));
        }

        var seen = new Dictionary<string, int>(names.Length, StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (string.IsNullOrEmpty(names[i]))
            {
                throw new ArgumentException($"ids[{i}] is empty; an id names its row.", nameof(ids));
            }

            if (!seen.TryAdd(names[i], i))
            {
                throw new ArgumentException($"The id '{names[i]}' is given twice, at {seen[names[i]]} and {i}.", nameof(ids));
            }
        }

        return new(names, null, count);
    }

    /// <summary>The names of some rows; nothing is copied.</summary>
    public static IReadOnlyList<string> Of(PredictionSet predictions, IReadOnlyList<int> rows) => ((RowIds)predictions.Ids).At(rows);

    /// <summary>Row numbers as names.</summary>
    public static IReadOnlyList<string> Numbers(IReadOnlyList<int> rows) => new RowIds(null, rows, rows.Count);

    public IEnumerator<string> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private RowIds At(IReadOnlyList<int> rows) => new(_names, rows, rows.Count);
}
