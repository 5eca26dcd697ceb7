using AiInfra.Core.Rows;

namespace AiInfra.Training.Models;

/// <summary>Rows a block after another: what is copied, and a view of native memory, stays small.</summary>
internal static class RowBlocks
{
    // A block's columns of doubles stay below the size at which arrays are collected late.
    private const int Rows = 8192;

    /// <summary>All rows.</summary>
    public static IEnumerable<IReadOnlyList<Row>> Of(IReadOnlyList<Row> rows) => rows is RowBatch batch
        ? Enumerable.Range(0, (rows.Count + Rows - 1) / Rows).Select(i => batch.Slice(i * Rows, Math.Min(Rows, batch.Count - (i * Rows))))
        : rows.Chunk(Rows);

    /// <summary>Chosen rows of a batch.</summary>
    public static IEnumerable<RowBatch> Of(RowBatch rows, int[] chosen)
    {
        for (int start = 0; start < chosen.Length; start += Rows)
        {
            yield return rows.Take(chosen.AsSpan(start, Math.Min(Rows, chosen.Length - start)));
        }
    }
}
