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
