using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Predictions;

/// <summary>The values of one column of rows, by row: of a batch from its column, of other rows from each of them, whose columns are found by name.</summary>
internal static class RowCells
{
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public static Func<int, Value> Of(IReadOnlyList<Row> rows, string column)
    {
        if (rows is RowBatch batch)
        {
            ColumnData data = batch[column];
            return row => data[row];
        }

        RowSchema? schema = null;
        int at = -1;
        return index =>
        {
            Row row = rows[index];
            if (!ReferenceEquals(row.Schema, schema))
            {
                (schema, at) = (row.Schema, row.Schema.Require(column));
            }

            return row[at];
        };
    }

    /// <summary>The columns of the first row.</summary>
    public static RowSchema Schema(IReadOnlyList<Row> rows) => rows is RowBatch batch ? batch.Schema : rows[0].Schema;

    /// <summary>The rows at these positions.</summary>
    public static IReadOnlyList<Row> Take(IReadOnlyList<Row> rows, ReadOnlySpan<int> positions)
    {
        if (rows is RowBatch batch)
        {
            return batch.Take(positions);
        }

        var taken = new Row[positions.Length];
        for (int i = 0; i < taken.Length; i++)
        {
            taken[i] = rows[positions[i]];
        }

        return taken;
    }

    /// <summary>The rows without one of their columns. Of a batch nothing is copied.</summary>
    public static IReadOnlyList<Row> Without(IReadOnlyList<Row> rows, string column)
    {
        if (rows is RowBatch batch)
        {
            return batch.Select(batch.Schema.Without(column).Columns.Select(c => c.Name));
        }

        RowSchema? from = null, to = null;
        return [.. rows.Select(Shorter)];

        Row Shorter(Row row)
        {
            if (!ReferenceEquals(row.Schema, from))
            {
                (from, to) = (row.Schema, row.Schema.Without(column));
            }

            int at = row.Schema.Require(column);
            return new Row(to!, [.. row.Values[..at], .. row.Values[(at + 1)..]]);
        }
    }
}
