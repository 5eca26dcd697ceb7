using System.Collections;

namespace AiInfra.Core.Rows;

/// <summary>Rows held by columns: what sources yield, datasets store and trainings learn from.</summary>
/// <remarks>As a list of rows it is a view: a row is made when it is asked for. Whatever takes rows takes a batch, and what reads by column makes no row of it.</remarks>
public sealed class RowBatch : IReadOnlyList<Row>
{
    private readonly ColumnData[] _columns;

    /// <summary>Puts columns under a schema.</summary>
    /// <exception cref="ArgumentException">A column has another kind or length than it should.</exception>
    public RowBatch(RowSchema schema, IReadOnlyList<ColumnData> columns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Count != schema.Count)
        {
            throw new ArgumentException($"The schema has {schema.Count} columns, {columns.Count} were given.", nameof(columns));
        }

        _columns = [.. columns];
        Schema = schema;
        Count = _columns.Length == 0 ? 0 : _columns[0].Count;
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Kind != schema.Columns[i].Kind || _columns[i].Count != Count)
            {
                throw new ArgumentException(
                    $"Column '{schema.Columns[i].Name}' should have {Count} values of kind {schema.Columns[i].Kind}; it has {_columns[i].Count} of kind {_columns[i].Kind}.",
                    nameof(columns));
            }
        }
    }

    /// <summary>The columns' names and kinds.</summary>
    public RowSchema Schema { get; }

    /// <summary>Rows.</summary>
    public int Count { get; }

    /// <summary>The columns in the schema's order.</summary>
    public IReadOnlyList<ColumnData> Columns => _columns;

    /// <summary>Line of the source on which each row began, counted from 1; null where the source has no lines.</summary>
    public long[]? Lines { get; init; }

    /// <summary>A column by name.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public ColumnData this[string column] => _columns[Schema.Require(column)];

    /// <summary>One row as values.</summary>
    public Row Row(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        var values = new Value[_columns.Length];
        for (int c = 0; c < values.Length; c++)
        {
            values[c] = _columns[c][index];
        }

        return new Row(Schema, values);
    }

    /// <inheritdoc />
    Row IReadOnlyList<Row>.this[int index] => Row(index);

    /// <summary>The rows one after another, each made when it is asked for.</summary>
    public IEnumerator<Row> GetEnumerator()
    {
        for (int i = 0; i < Count; i++)
        {
            yield return Row(i);
        }
    }

    /// <inheritdoc />
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Rows as columns: a batch as it is, other rows under the columns of the first, matched by name. A column of the first row that a later one does not have is refused; further columns of later rows are left out.</summary>
    /// <param name="rows">The rows, one at least.</param>
    /// <exception cref="ArgumentException">There are no rows, a row lacks a column, or a value is of another kind than its column; the message names the row.</exception>
    public static RowBatch Of(IReadOnlyList<Row> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return rows as RowBatch ?? RowColumns.Gather(rows);
    }

    /// <summary>A column's numbers as doubles, NaN where missing. Booleans are 0 and 1, times seconds since 1970.</summary>
    /// <exception cref="ArgumentException">There is no such column, or it holds text.</exception>
    public double[] Numbers(string column)
    {
        var destination = new double[Count];
        switch (this[column])
        {
            case NumberColumn numbers:
                numbers.Values.CopyTo(destination);
                break;
            case BooleanColumn flags:
                for (int i = 0; i < Count; i++)
                {
                    destination[i] = flags.Values[i] < 0 ? double.NaN : flags.Values[i];
                }

                break;
            case InstantColumn instants:
                for (int i = 0; i < Count; i++)
                {
                    long ticks = instants.Ticks[i];
                    destination[i] = ticks == InstantColumn.MissingTicks ? double.NaN : (ticks - DateTime.UnixEpoch.Ticks) / (double)TimeSpan.TicksPerSecond;
                }

                break;
            default:
                throw new ArgumentException($"Column '{column}' holds text; numbers were asked for.", nameof(column));
        }

        return destination;
    }

    /// <summary>A column's values as text in invariant notation, null where missing.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public string?[] Texts(string column)
    {
        ColumnData data = this[column];
        var texts = new string?[Count];
        for (int i = 0; i < texts.Length; i++)
        {
            texts[i] = data is TextColumn text ? text.Text(i) : data[i].AsText();
        }

        return texts;
    }

    /// <summary>The rows at these positions, in this order.</summary>
    public RowBatch Take(ReadOnlySpan<int> rows)
    {
        var columns = new ColumnData[_columns.Length];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = _columns[c].Take(rows);
        }

        long[]? lines = null;
        if (Lines is not null)
        {
            lines = new long[rows.Length];
            for (int i = 0; i < lines.Length; i++)
            {
                lines[i] = Lines[rows[i]];
            }
        }

        return new RowBatch(Schema, columns) { Lines = lines };
    }

    /// <summary>The rows that are not marked.</summary>
    public RowBatch Without(ReadOnlySpan<bool> marked)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(marked.Length, Count, nameof(marked));
        int kept = 0;
        var rows = new int[Count];
        for (int i = 0; i < marked.Length; i++)
        {
            rows[kept] = i;
            kept += marked[i] ? 0 : 1;
        }

        return Take(rows.AsSpan(0, kept));
    }

    /// <summary>Some rows in a row, copied.</summary>
    public RowBatch Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + count, Count, nameof(count));
        return start == 0 && count == Count
            ? this
            : new RowBatch(Schema, Array.ConvertAll(_columns, c => c.Slice(start, count))) { Lines = Lines?[start..(start + count)] };
    }

    /// <summary>The rows of all batches, one after another.</summary>
    /// <exception cref="ArgumentException">A batch has other columns.</exception>
    public static RowBatch Concat(RowSchema schema, IReadOnlyList<RowBatch> batches)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(batches);
        if (batches.Count == 1 && batches[0].Schema.Equals(schema))
        {
            return batches[0];
        }

        var builder = new RowBatchConcat(schema, checked(batches.Sum(b => b.Count)));
        foreach (RowBatch batch in batches)
        {
            builder.Add(batch);
        }

        return builder.Build();
    }

    /// <summary>The same rows with a column more, the last. Nothing is copied.</summary>
    /// <exception cref="ArgumentException">There is such a column, or it has not as many values as there are rows.</exception>
    public RowBatch With(string name, ColumnData column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new RowBatch(new RowSchema(Schema.Columns.Append(new Column(name, column.Kind))), [.. _columns, column]) { Lines = Lines };
    }

    /// <summary>The same rows with only these columns, in this order. Nothing is copied.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public RowBatch Select(IEnumerable<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        int[] at = [.. columns.Select(Schema.Require)];
        return new RowBatch(new RowSchema(at.Select(i => Schema.Columns[i])), Array.ConvertAll(at, i => _columns[i])) { Lines = Lines };
    }
}
