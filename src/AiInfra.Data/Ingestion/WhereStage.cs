using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Leaves out records for which a predicate of the user's is false; one on which it throws is put aside.</summary>
internal sealed class WhereStage<T>(string name, Func<T, bool> keep, IRecordCodec<T> codec) : IBatchStage
{
    public Func<RowBatch, RowBatch> Begin(StageContext context) => batch =>
    {
        var kept = new List<int>(batch.Count);
        int filtered = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            try
            {
                if (keep(codec.Read(batch, i)))
                {
                    kept.Add(i);
                }
                else
                {
                    filtered++;
                }
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                context.Reject(new RejectedRow(context.Source, batch.Lines?[i] ?? 0, null, RejectReason.TransformFailed, $"{name}: {e.GetType().Name}: {e.Message}", RowText.Of(batch, i)));
            }
        }

        context.Filter(name, filtered);
        return kept.Count == batch.Count ? batch : batch.Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
    };
}
