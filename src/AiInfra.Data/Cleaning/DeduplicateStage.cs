using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Cleaning;

/// <summary>Keeps the first of rows that are equal in some columns, or in all.</summary>
internal sealed class DeduplicateStage(IReadOnlyList<string>? columns, int maxKeys) : IBatchStage
{
    public Func<RowBatch, RowBatch> Begin(StageContext context)
    {
        var seen = new SeenRows(columns, maxKeys);
        return batch =>
        {
            bool[] repeated = new bool[batch.Count];
            seen.Find(batch, repeated);
            int count = repeated.AsSpan().Count(true);
            context.Duplicate(count);
            return count == 0 ? batch : batch.Without(repeated);
        };
    }
}
