using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Makes of every record another, or drops it, by a function of the host's; a record on which it throws is put aside.</summary>
internal sealed class RecordStep<TIn, TOut>(string name, string version, Func<TIn, StepResult<TOut>> step, IRecordCodec<TIn> from, IRecordCodec<TOut> to) : IIngestionStep
{
    public string Name => name;

    public string Version => version;

    public RowSchema? Gives(RowSchema rows) => RecordCodecs.Columns<TOut>();

    public IIngestionStepRun Begin(IngestionStepContext context) => new Run(step, from, to, context);

    private sealed class Run(Func<TIn, StepResult<TOut>> step, IRecordCodec<TIn> from, IRecordCodec<TOut> to, IngestionStepContext context) : IIngestionStepRun
    {
        public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
        {
            var records = new List<TOut>(rows.Count);
            List<long>? lines = rows.Lines is null ? null : new List<long>(rows.Count);
            for (int i = 0; i < rows.Count; i++)
            {
                StepResult<TOut> result;
                try
                {
                    result = step(from.Read(rows, i));
                }
                catch (Exception e) when (e is not (OperationCanceledException or OutOfMemoryException))
                {
                    context.Reject(rows, i, RejectReason.TransformFailed, $"{e.GetType().Name}: {e.Message}");
                    continue;
                }

                if (result.Dropped is { } dropped)
                {
                    context.Drop(dropped.Outcome, 1, dropped.By);
                }
                else if (result.Rejected is { } rejected)
                {
                    context.Reject(rows, i, rejected.Reason, rejected.Detail);
                }
                else
                {
                    if (result.Changed is { } changed)
                    {
                        context.Change(changed, 1);
                    }

                    records.Add(result.Record);
                    lines?.Add(rows.Lines![i]);
                }
            }

            return new(to.Write(records, lines, rows));
        }
    }
}
