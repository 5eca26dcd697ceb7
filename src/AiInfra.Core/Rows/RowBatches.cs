namespace AiInfra.Core.Rows;

/// <summary>Gathers what is in memory into one batch.</summary>
public static class RowBatches
{
    /// <summary>One batch of all items, however long their texts are.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="items">The items, one a row.</param>
    /// <param name="add">Adds the row of an item.</param>
    public static RowBatch Gather<T>(RowSchema schema, IReadOnlyList<T> items, Action<RowBatchBuilder, T> add)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(add);
        var builder = new RowBatchBuilder(schema, Math.Max(1, items.Count));
        var parts = new List<RowBatch>();
        foreach (T item in items)
        {
            if (builder.IsFull)
            {
                parts.Add(builder.Build());
            }

            add(builder, item);
        }

        parts.Add(builder.Build());
        return RowBatch.Concat(schema, parts);
    }
}
