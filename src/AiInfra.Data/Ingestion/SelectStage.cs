using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Changes every record by a function of the user's; a record on which it throws is put aside.</summary>
internal sealed class SelectStage<TIn, TOut>(Func<TIn, TOut> select, IRecordCodec<TIn> from, IRecordCodec<TOut> to) : IBatchStage
{
    public Func<RowBatch, RowBatch> Begin(StageContext context) => batch =>
    {
        var records = new List<TOut>(batch.Count);
        List<long>? lines = batch.Lines is null ? null : new List<long>(batch.Count);
        for (int i = 0; i < batch.Count; i++)
        {
            long line = batch.Lines?[i] ?? 0;
            try
            {
                records.Add(select(from.Read(batch, i)));
                lines?.Add(line);
            }
            catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
            {
                context.Reject(new RejectedRow(context.Source, line, null, RejectReason.TransformFailed, $"{e.GetType().Name}: {e.Message}", RowText.Of(batch, i)));
            }
        }

        return to.Write(records, lines, batch);
    };
}
