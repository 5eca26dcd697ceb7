using System.Linq.Expressions;
using AiInfra.Core.Rows;
using AiInfra.Data.Records;

namespace AiInfra.Data.Ingestion;

/// <summary>Records by their shape.</summary>
internal sealed class RecordCodec<T> : IRecordCodec<T>
{
    private readonly RecordShape<T> _shape = RecordShape<T>.Instance;

    public T Read(RowBatch batch, int row) => _shape.Create(batch, row);

    public RowBatch Write(IReadOnlyList<T> records, IReadOnlyList<long>? lines, RowBatch from)
    {
        var builder = new RowBatchBuilder(_shape.Schema, Math.Max(1, records.Count));
        var parts = new List<RowBatch>();
        var values = new Value[_shape.Schema.Count];
        foreach (T record in records)
        {
            if (builder.IsFull)
            {
                parts.Add(builder.Build());
            }

            _shape.Write(record, values);
            builder.Add(values);
        }

        parts.Add(builder.Build());
        RowBatch whole = RowBatch.Concat(_shape.Schema, parts);
        return new RowBatch(_shape.Schema, whole.Columns) { Lines = lines is null ? null : [.. lines] };
    }

    public string ColumnOf(LambdaExpression property) => _shape.ColumnOf(property);

    public void RequireColumn(string column) => _shape.Schema.Require(column);

    public IRowSource Adapt(IRowSource source) => RecordSource.Of(source.WithKinds(RequestedKinds.Of<T>()), _shape);
}
