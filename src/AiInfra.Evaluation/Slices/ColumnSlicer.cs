using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Evaluation.Predictions;

namespace AiInfra.Evaluation.Slices;

/// <summary>Cuts by the values of a column: one slice a value for text, booleans and few distinct numbers; ranges with equally many rows for many numbers and for times; missing values apart.</summary>
public sealed class ColumnSlicer : ISlicer
{
    /// <summary>The slice of values that are not frequent enough for their own.</summary>
    public const string Other = "(other)";

    /// <summary>The slice of missing values.</summary>
    public const string Missing = "(missing)";

    private readonly int _maximum;
    private readonly int _ranges;

    /// <summary>Creates a slicer.</summary>
    /// <param name="column">The column.</param>
    /// <param name="maximum">At most so many values get a slice, the most frequent; the rest share one.</param>
    /// <param name="ranges">Ranges for numbers with more distinct values than <paramref name="maximum"/>.</param>
    public ColumnSlicer(string column, int maximum = 20, int ranges = 4)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximum, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(ranges, 2);
        By = column;
        _maximum = maximum;
        _ranges = ranges;
    }

    /// <inheritdoc />
    public string By { get; }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public IReadOnlyList<Slice> Cut(PredictionSet predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        Value[] values = predictions.Column(By);
        var groups = values.Select((value, row) => (value, row)).Where(v => !v.value.IsMissing).GroupBy(v => v.value, v => v.row).ToList();
        bool ordered = groups.Count > 0 && groups.TrueForAll(g => g.Key.Kind is ValueKind.Number) || groups.TrueForAll(g => g.Key.Kind is ValueKind.Instant);
        var slices = ordered && groups.Count > _maximum ? Ranges(groups) : Values(groups);
        int[] missing = [.. Enumerable.Range(0, values.Length).Where(i => values[i].IsMissing)];
        if (missing.Length > 0)
        {
            slices.Add(new(By, Missing, missing));
        }

        return [.. slices.Select(s => Slice.Of(predictions, s.By, s.Name, [.. s.Rows]))];
    }

    private List<Slice> Values(List<IGrouping<Value, int>> groups)
    {
        var byCount = groups.OrderByDescending(g => g.Count()).ThenBy(g => g.Key.ToString(), StringComparer.Ordinal).ToList();
        var slices = byCount.Take(_maximum).Select(g => new Slice(By, g.Key.ToString(), [.. g])).ToList();
        int[] rest = [.. byCount.Skip(_maximum).SelectMany(g => g).Order()];
        if (rest.Length > 0)
        {
            slices.Add(new(By, Other, rest));
        }

        return slices;
    }

    private List<Slice> Ranges(List<IGrouping<Value, int>> groups)
    {
        var sorted = groups.OrderBy(g => g.Key.Kind == ValueKind.Number ? g.Key.AsNumber() : g.Key.AsInstant().Ticks).ToList();
        int total = sorted.Sum(g => g.Count()), taken = 0;
        var slices = new List<Slice>();
        var rows = new List<int>();
        string from = "";
        foreach (IGrouping<Value, int> group in sorted)
        {
            from = rows.Count == 0 ? Name(group.Key) : from;
            rows.AddRange(group);
            taken += group.Count();
            if ((long)taken * _ranges >= (long)total * (slices.Count + 1))
            {
                slices.Add(new(By, $"{from} to {Name(group.Key)}", [.. rows.Order()]));
                rows.Clear();
            }
        }

        return slices;
    }

    private static string Name(Value value) => value.Kind == ValueKind.Number ? value.AsNumber().ToString("G6", CultureInfo.InvariantCulture) : value.ToString();
}
