using System.Runtime.InteropServices;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Leaves out records for which a predicate of the host's is false; one on which it throws is put aside.</summary>
internal sealed class WhereStep<T>(string name, Func<T, bool> keep, IRecordCodec<T> codec) : IIngestionStep
{
    public string Name => $"where({name})";

    public string Version => "1";

    public IIngestionStepRun Begin(IngestionStepContext context) => new Run(name, keep, codec, context);

    private sealed class Run(string name, Func<T, bool> keep, IRecordCodec<T> codec, IngestionStepContext context) : IIngestionStepRun
    {
        public ValueTask<RowBatch> ApplyAsync(RowBatch rows, CancellationToken cancellationToken)
        {
            var kept = new List<int>(rows.Count);
            int filtered = 0;
            for (int i = 0; i < rows.Count; i++)
            {
                try
                {
                    if (keep(codec.Read(rows, i)))
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
                    context.Reject(rows, i, RejectReason.TransformFailed, $"{name}: {e.GetType().Name}: {e.Message}");
                }
            }

            context.Drop(RowOutcome.Filtered, filtered, name);
            return new(kept.Count == rows.Count ? rows : rows.Take(CollectionsMarshal.AsSpan(kept)));
        }
    }
}
