namespace AiInfra.Core.Rows;

/// <summary>The values of one column for a run of rows. Read-only for those who receive it.</summary>
public abstract class ColumnData
{
    private protected ColumnData(int count) => Count = count;

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>Kind of the values that are there.</summary>
    public abstract ValueKind Kind { get; }

    /// <summary>The value of a row.</summary>
    public abstract Value this[int row] { get; }

    /// <summary>A column of values.</summary>
    /// <param name="kind">Their kind: number, boolean, instant or text.</param>
    /// <param name="values">The values; missing ones are allowed.</param>
    /// <exception cref="ArgumentException">A value is of another kind; the message says which.</exception>
    public static ColumnData Of(ValueKind kind, IReadOnlyList<Value> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Value[] all = values as Value[] ?? [.. values];
        if (Array.FindIndex(all, v => v.Kind != kind && !v.IsMissing) is >= 0 and int other)
        {
            throw new ArgumentException($"A column of kind {kind} cannot hold '{all[other]}' of kind {all[other].Kind}, which came in row {other}.", nameof(values));
        }

        switch (kind)
        {
            case ValueKind.Number:
                string?[]? digits = Array.Exists(all, v => v.IsBeyondDouble) ? Array.ConvertAll(all, v => v.IsBeyondDouble ? v.AsText() : null) : null;
                return new NumberColumn(Array.ConvertAll(all, v => v.AsNumber()), all.Length, digits);
            case ValueKind.Boolean:
                return new BooleanColumn(Array.ConvertAll(all, v => v.IsMissing ? (sbyte)-1 : v.AsBoolean() ? (sbyte)1 : (sbyte)0));
            case ValueKind.Instant:
                return new InstantColumn(Array.ConvertAll(all, v => v.IsMissing ? InstantColumn.MissingTicks : v.AsInstant().Ticks));
            case ValueKind.Text:
                return TextColumn.Of(Array.ConvertAll(all, v => v.AsText()));
            default:
                throw new ArgumentException($"A column's kind is number, text, boolean or instant, not {kind}.", nameof(kind));
        }
    }

    /// <summary>The values in order, each made when it is asked for.</summary>
    public IEnumerable<Value> AsValues()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <summary>Whether a row has no value here.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>Rows without a value.</summary>
    public int MissingCount()
    {
        int missing = 0;
        for (int i = 0; i < Count; i++)
        {
            missing += IsMissing(i) ? 1 : 0;
        }

        return missing;
    }

    /// <summary>The rows at these positions, in this order.</summary>
    public abstract ColumnData Take(ReadOnlySpan<int> rows);

    /// <summary>The rows from <paramref name="start"/> on, <paramref name="count"/> of them.</summary>
    public abstract ColumnData Slice(int start, int count);
}
