using System.Linq.Expressions;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Records by their shape.</summary>
internal sealed class RecordCodec<T> : IRecordCodec<T>
{
    private readonly RecordShape<T> _shape = RecordShape<T>.Instance;

    public T Read(RowBatch batch, int row) => _shape.Read(batch, row);

    public RowBatch Write(IReadOnlyList<T> records, IReadOnlyList<long>? lines, RowBatch from)
    {
        var values = new Value[_shape.Schema.Count];
        RowBatch whole = RowBatches.Gather(_shape.Schema, records, (builder, record) =>
        {
            _shape.Write(record, values);
            builder.Add(values);
        });
        return new RowBatch(_shape.Schema, whole.Columns) { Lines = lines is null ? null : [.. lines] };
    }

    public string ColumnOf(LambdaExpression property) => _shape.ColumnOf(property);

    public void RequireColumn(string column) => _shape.Schema.Require(column);

    public IRowSource Adapt(IRowSource source) => RecordSource<T>.Of(source.WithKinds(RequestedKinds.Of<T>()), _shape);
}
