using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Records;

namespace AiInfra.Data.Ingestion;

/// <summary>A source whose batches have the columns of a record; rows that the record cannot hold are put aside.</summary>
internal class RecordSource<T> : IRowSource
{
    private readonly IRowSource _source;
    private readonly RecordShape<T> _shape;

    private RecordSource(IRowSource source, RecordShape<T> shape)
    {
        _source = source;
        _shape = shape;
    }

    public string Name => _source.Name;

    public long? Length => _source.Length;

    public static IRowSource Of(IRowSource source, RecordShape<T> shape) => source is IResumableSource resumable ? new Resumable(resumable, shape) : new RecordSource<T>(source, shape);

    /// <exception cref="IngestionException">A property has no column, or several.</exception>
    public static RecordProjection Projection(RecordShape<T> shape, RowSchema schema, string source)
    {
        try
        {
            return RecordProjection.Of(shape, schema, source);
        }
        catch (RecordColumnException e)
        {
            throw new IngestionException(e.Message);
        }
    }

    public static RejectedRow Rejected(RecordMisfit misfit, string source) =>
        new(source, misfit.Line, misfit.Column, misfit.IsMissing ? RejectReason.Missing : RejectReason.WrongKind, misfit.Detail, misfit.Content);

    public ValueTask<RowSchema> GetSchemaAsync(CancellationToken cancellationToken = default) => new(_shape.Schema);

    public IAsyncEnumerable<SourceBatch> ReadAsync(CancellationToken cancellationToken = default) => ProjectAsync(_source.ReadAsync(cancellationToken), cancellationToken);

    private async IAsyncEnumerable<SourceBatch> ProjectAsync(IAsyncEnumerable<SourceBatch> batches, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RecordProjection? projection = null;
        RowSchema? schema = null;
        var misfits = new List<RecordMisfit>();
        await foreach (SourceBatch batch in batches.ConfigureAwait(false))
        {
            if (batch.Rows.Count == 0)
            {
                yield return batch with { Rows = RowBatch.Concat(_shape.Schema, []) };
                continue;
            }

            // Files of a folder may have their columns in another order.
            if (!ReferenceEquals(schema, batch.Rows.Schema))
            {
                schema = batch.Rows.Schema;
                projection = Projection(_shape, schema, Name);
            }

            RowBatch rows = projection!.Apply(batch.Rows, misfits);
            yield return batch with { Rows = rows, Rejected = [.. batch.Rejected, .. misfits.Select(m => Rejected(m, Name))] };
            misfits.Clear();
        }
    }

    private sealed class Resumable(IResumableSource source, RecordShape<T> shape) : RecordSource<T>(source, shape), IResumableSource
    {
        public IAsyncEnumerable<SourceBatch> ReadFromAsync(SourcePosition? position, CancellationToken cancellationToken = default) =>
            ProjectAsync(((IResumableSource)_source).ReadFromAsync(position, cancellationToken), cancellationToken);
    }
}
