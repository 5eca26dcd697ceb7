using AiInfra.Core.Rows;

namespace AiInfra.Training.Tabular;

/// <summary>Rows a block of 8,192 after another: what is copied, and a view of native memory, stays small however long the table.</summary>
public static class RowBlocks
{
    // A block's columns of doubles stay below the size at which arrays are collected late.
    private const int Rows = 8192;

    /// <summary>All rows, in their order.</summary>
    /// <param name="rows">The table; blocks of a <see cref="RowBatch"/> are views of its columns.</param>
    public static IEnumerable<IReadOnlyList<Row>> Of(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows is RowBatch batch
            ? Enumerable.Range(0, (rows.Count + Rows - 1) / Rows).Select(i => batch.Slice(i * Rows, Math.Min(Rows, batch.Count - (i * Rows))))
            : rows.Chunk(Rows);
    }

    /// <summary>Chosen rows of a batch, in the order chosen.</summary>
    /// <param name="rows">The table.</param>
    /// <param name="chosen">Numbers of the rows.</param>
    public static IEnumerable<RowBatch> Of(RowBatch rows, int[] chosen)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(chosen);
        return Chosen();

        IEnumerable<RowBatch> Chosen()
        {
            for (int start = 0; start < chosen.Length; start += Rows)
            {
                yield return rows.Take(chosen.AsSpan(start, Math.Min(Rows, chosen.Length - start)));
            }
        }
    }
}
