using AiInfra.Core.Rows;

namespace AiInfra.Learning;

/// <summary>Rows whose labels are known, by column.</summary>
/// <param name="Rows">The raw inputs, and the target as the last column.</param>
/// <param name="From">Place of the first row among all labelled rows, counted from 0 in the order in which labels became known; the others follow one another.</param>
internal sealed record LabelledBatch(RowBatch Rows, long From)
{
    public int Count => Rows.Count;

    /// <summary>What was true.</summary>
    public ColumnData Labels => Rows.Columns[^1];

    /// <summary>The columns that a model takes.</summary>
    public RowBatch Inputs => Rows.Select(Rows.Schema.Columns.SkipLast(1).Select(c => c.Name));

    /// <summary>Whether all rows from one on have the same label.</summary>
    public bool IsOfOneClass(int from)
    {
        Value newest = Labels[Count - 1];
        return Labels.AsValues().Skip(from).All(l => l == newest);
    }

    public LabelledBatch Slice(int start, int count) => new(Rows.Slice(start, count), From + start);

    /// <summary>These rows and those that came right after them.</summary>
    public LabelledBatch And(LabelledBatch next) => new(RowBatch.Concat(Rows.Schema, [Rows, next.Rows]), From);

    /// <inheritdoc />
    public override string ToString() => $"LabelledBatch {{ Rows = {Count}, From = {From} }}";
}
