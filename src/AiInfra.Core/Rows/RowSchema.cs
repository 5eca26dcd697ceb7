using System.Collections.Frozen;

namespace AiInfra.Core.Rows;

/// <summary>The columns of rows, in order. Rows of one source share one instance.</summary>
public sealed class RowSchema : IEquatable<RowSchema>
{
    private readonly Column[] _columns;
    private readonly FrozenDictionary<string, int> _index;

    /// <summary>Creates a schema.</summary>
    /// <exception cref="ArgumentException">Two columns have one name, or a name is empty.</exception>
    public RowSchema(IEnumerable<Column> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        _columns = [.. columns];
        var index = new Dictionary<string, int>(_columns.Length, StringComparer.Ordinal);
        for (int i = 0; i < _columns.Length; i++)
        {
            if (string.IsNullOrEmpty(_columns[i].Name))
            {
                throw new ArgumentException($"Column {i} has no name.", nameof(columns));
            }

            if (!index.TryAdd(_columns[i].Name, i))
            {
                throw new ArgumentException($"Column '{_columns[i].Name}' appears twice, at {index[_columns[i].Name]} and {i}.", nameof(columns));
            }
        }

        _index = index.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The columns in order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>Number of columns.</summary>
    public int Count => _columns.Length;

    /// <summary>The position of a column, or -1.</summary>
    public int IndexOf(string name) => _index.TryGetValue(name, out int i) ? i : -1;

    /// <summary>The position of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column; the message lists those there are.</exception>
    public int Require(string name) => _index.TryGetValue(name, out int i)
        ? i
        : throw new ArgumentException($"There is no column '{name}'. Columns: {string.Join(", ", _columns.Select(c => c.Name))}.", nameof(name));

    /// <summary>The same columns without one of them.</summary>
    public RowSchema Without(string name)
    {
        int at = Require(name);
        return new RowSchema(_columns.Where((_, i) => i != at));
    }

    /// <inheritdoc />
    public bool Equals(RowSchema? other) => ReferenceEquals(this, other) || (other is not null && _columns.AsSpan().SequenceEqual(other._columns));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as RowSchema);

    /// <inheritdoc />
    public override int GetHashCode() => _columns.Aggregate(_columns.Length, HashCode.Combine);
}
