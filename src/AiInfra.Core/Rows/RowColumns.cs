namespace AiInfra.Core.Rows;

/// <summary>Makes columns of rows.</summary>
internal static class RowColumns
{
    public static RowBatch Gather(IReadOnlyList<Row> rows)
    {
        if (rows.Count == 0)
        {
            throw new ArgumentException("Rows are put into columns by the schema of the first; there is none.", nameof(rows));
        }

        RowSchema first = rows[0].Schema;
        var columns = new Column[first.Count];
        var data = new ColumnData[first.Count];
        var values = new Value[rows.Count];
        for (int c = 0; c < columns.Length; c++)
        {
            Read(rows, first.Columns[c].Name, c, values);
            columns[c] = first.Columns[c] with { Kind = Kind(first.Columns[c], values) };
            data[c] = Make(columns[c], values);
        }

        return new RowBatch(columns.AsSpan().SequenceEqual(first.Columns.ToArray()) ? first : new RowSchema(columns), data);
    }

    private static void Read(IReadOnlyList<Row> rows, string column, int at, Value[] values)
    {
        RowSchema schema = rows[0].Schema;
        for (int i = 0; i < values.Length; i++)
        {
            Row row = rows[i];
            if (!ReferenceEquals(row.Schema, schema))
            {
                schema = row.Schema;
                at = schema.IndexOf(column);
            }

            values[i] = at >= 0
                ? row[at]
                : throw new ArgumentException($"Row {i} lacks the column '{column}', which the first has. It has: {string.Join(", ", schema.Columns.Select(c => c.Name))}. A missing value is allowed, a missing column is not.", nameof(rows));
        }
    }

    /// <summary>The kind of a column; where the schema does not know it, that of its first value, or text where it has none.</summary>
    private static ValueKind Kind(Column column, Value[] values) => column.Kind != ValueKind.Missing ? column.Kind
        : Array.Find(values, v => !v.IsMissing) is { IsMissing: false } value ? value.Kind : ValueKind.Text;

    private static ColumnData Make(Column column, Value[] values)
    {
        if (Array.FindIndex(values, v => v.Kind != column.Kind && !v.IsMissing) is >= 0 and int other)
        {
            throw new ArgumentException($"Column '{column.Name}' is of kind {column.Kind}; row {other} has '{values[other]}' of kind {values[other].Kind}. Correct the row, or give the column another kind.");
        }

        return ColumnData.Of(column.Kind, values);
    }
}
