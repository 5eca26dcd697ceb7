using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoding;

/// <summary>Where the columns of an encoder lie in the rows of a schema.</summary>
internal sealed class ColumnMap
{
    private readonly int[] _positions;

    public ColumnMap(RowSchema schema, IReadOnlyList<string> columns)
    {
        Schema = schema;
        _positions = [.. columns.Select(schema.IndexOf)];
        string[] missing = [.. columns.Where((_, i) => _positions[i] < 0)];
        if (missing.Length > 0)
        {
            throw new EncodingException(
                $"The rows lack {missing.Length} of the columns that were learned: {string.Join(", ", missing)}. They have: {string.Join(", ", schema.Columns.Select(c => c.Name))}. "
                + "Give a value under every name; a missing value is allowed, a missing column is not.");
        }
    }

    public RowSchema Schema { get; }

    public ReadOnlySpan<int> Positions => _positions;
}
