using System.Linq.Expressions;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Ingestion;

/// <summary>Rows as themselves.</summary>
internal sealed class RowRecordCodec : IRecordCodec<Row>
{
    public Row Read(RowBatch batch, int row) => batch.Row(row);

    public RowBatch Write(IReadOnlyList<Row> records, IReadOnlyList<long>? lines, RowBatch from)
    {
        RowSchema schema = records.Count > 0 ? records[0].Schema : from.Schema;
        RowBatch whole = RowBatches.Gather(schema, records, (builder, row) => builder.Add(row));
        return new RowBatch(schema, whole.Columns) { Lines = lines is null ? null : [.. lines] };
    }

    public string ColumnOf(LambdaExpression property) => throw new ArgumentException("Rows have no properties; name the column as text.", nameof(property));

    public void RequireColumn(string column) => ArgumentException.ThrowIfNullOrEmpty(column);

    public IRowSource Adapt(IRowSource source) => source;
}
