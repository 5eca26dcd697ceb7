using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Records;

namespace AiInfra.Data.Ingestion;

/// <summary>A source whose batches have the columns of a record; rows that the record cannot hold are put aside.</summary>
internal sealed class RecordSource(IRowSource source, IRecordShape shape) : IRowSource
{
    public string Name => source.Name;

    public long? Length => source.Length;

    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => new(shape.Schema);

    public async IAsyncEnumerable<SourceBatch> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        RecordProjection projection = Projection(shape, await source.GetSchemaAsync(cancellationToken).ConfigureAwait(false), Name);
        var misfits = new List<RecordMisfit>();
        await foreach (SourceBatch batch in source.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            RowBatch rows = projection.Apply(batch.Rows, misfits);
            yield return batch with { Rows = rows, Rejected = [.. batch.Rejected, .. misfits.Select(m => Rejected(m, Name))] };
            misfits.Clear();
        }
    }

    /// <exception cref="IngestionException">A property has no column, or several.</exception>
    public static RecordProjection Projection(IRecordShape shape, RowSchema schema, string source)
    {
        try
        {
            return new RecordProjection(shape, schema, source);
        }
        catch (RecordColumnException e)
        {
            throw new IngestionException(e.Message);
        }
    }

    public static RejectedRow Rejected(RecordMisfit misfit, string source) =>
        new(source, misfit.Line, misfit.Column, misfit.IsMissing ? RejectReason.Missing : RejectReason.WrongKind, misfit.Detail, misfit.Content);
}
