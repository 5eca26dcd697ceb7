using AiInfra.Core.Rows;

namespace AiInfra.Core.Sketches;

/// <summary>A <see cref="ColumnSketch"/> for every column of a table.</summary>
/// <remarks>Deterministic, mergeable, bounded in memory; not thread-safe.</remarks>
public sealed class TableSketch
{
    private readonly ColumnSketch[] _columns;

    /// <summary>Creates an empty sketch of the schema's columns.</summary>
    public TableSketch(RowSchema schema, SketchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        Schema = schema;
        _columns = [.. schema.Columns.Select(c => new ColumnSketch(c.Name, c.Kind, options))];
    }

    /// <summary>The columns.</summary>
    public RowSchema Schema { get; }

    /// <summary>Rows seen.</summary>
    public long Rows { get; private set; }

    /// <summary>The sketches, in the order of the columns. Whoever adds to them directly, a column at a time, tells <see cref="AddRows"/> how many rows it were.</summary>
    public IReadOnlyList<ColumnSketch> Columns => _columns;

    /// <summary>Summary of rows that are all in memory.</summary>
    public static TableSummary Summarize(RowSchema schema, IEnumerable<Row> rows, SketchOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var sketch = new TableSketch(schema, options);
        foreach (Row row in rows)
        {
            sketch.Add(row);
        }

        return sketch.ToSummary();
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">The row has other columns.</exception>
    public void Add(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        if (!Schema.Equals(row.Schema))
        {
            throw new ArgumentException($"A row of ({Describe(Schema)}) is expected, one of ({Describe(row.Schema)}) came.", nameof(row));
        }

        ReadOnlySpan<Value> values = row.Values;
        for (int i = 0; i < values.Length; i++)
        {
            _columns[i].Add(values[i]);
        }

        Rows++;
    }

    /// <summary>Counts rows whose values were added to <see cref="Columns"/> directly.</summary>
    public void AddRows(long rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Rows += rows;
    }

    /// <summary>Adds all that another sketch of the same columns has seen.</summary>
    /// <exception cref="ArgumentException">The other is this one or has other columns.</exception>
    public void Merge(TableSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Schema.Equals(other.Schema))
        {
            throw new ArgumentException($"A sketch of ({Describe(Schema)}) is expected, one of ({Describe(other.Schema)}) came.", nameof(other));
        }

        for (int i = 0; i < _columns.Length; i++)
        {
            _columns[i].Merge(other._columns[i]);
        }

        Rows += other.Rows;
    }

    /// <summary>What is known so far.</summary>
    public TableSummary ToSummary() => new(Rows, [.. _columns.Select(c => c.ToSummary())]);

    private static string Describe(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind}"));
}
