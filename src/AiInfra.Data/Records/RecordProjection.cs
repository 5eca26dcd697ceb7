using AiInfra.Core.Rows;

namespace AiInfra.Data.Records;

/// <summary>Turns batches of a source's columns into batches of a record's columns; rows that the record cannot hold are put aside.</summary>
internal sealed class RecordProjection
{
    private readonly IReadOnlyList<RecordProperty> _properties;
    private readonly RowSchema _schema;
    private readonly string _record;

    private RecordProjection(IReadOnlyList<RecordProperty> properties, RowSchema schema, string record, RowSchema source, string name)
    {
        (_properties, _schema, _record) = (properties, schema, record);
        SourceColumns = [.. properties.Select(p => Match(record, p, source, name))];
    }

    /// <summary>The source's column of every property.</summary>
    public IReadOnlyList<string> SourceColumns { get; }

    /// <summary>The projection of a source's columns to a record's.</summary>
    /// <exception cref="RecordColumnException">A property has no column, or several.</exception>
    public static RecordProjection Of<T>(RecordShape<T> shape, RowSchema source, string name) => new(shape.Properties, shape.Schema, typeof(T).Name, source, name);

    /// <summary>The rows that fit, as columns of the record; the others go to <paramref name="rejected"/>.</summary>
    public RowBatch Apply(RowBatch batch, List<RecordMisfit> rejected)
    {
        var columns = new ColumnData[SourceColumns.Count];
        RecordMisfit?[]? bad = null;
        for (int i = 0; i < columns.Length; i++)
        {
            RecordProperty property = _properties[i];
            ColumnData from = batch[SourceColumns[i]];
            columns[i] = from.Kind == property.Kind ? from : Convert(batch, from, i, ref bad);
            int index = i;
            RecordMisfit?[]? found = bad;
            property.Check(columns[i], (row, why) => Reject(
                batch, row, index, why is null, why ?? $"{_record}.{property.Property.Name} must have a value (its type is not nullable)", ref found));
            bad = found;
        }

        var result = new RowBatch(_schema, columns) { Lines = batch.Lines };
        if (bad is null)
        {
            return result;
        }

        var good = new List<int>(batch.Count);
        for (int row = 0; row < bad.Length; row++)
        {
            if (bad[row] is { } fault)
            {
                rejected.Add(fault);
            }
            else
            {
                good.Add(row);
            }
        }

        return result.Take(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(good));
    }

    private static string Match(string record, RecordProperty property, RowSchema source, string name)
    {
        string[] columns = [.. source.Columns.Select(c => c.Name)];
        int at = ColumnKey.Find(columns, property.Name, out IReadOnlyList<string> alike);
        return at >= 0 ? columns[at] : throw new RecordColumnException(alike.Count == 0
            ? $"{name} has no column for {record}.{property.Property.Name}. Its columns: {string.Join(", ", columns)}. Rename the property, or name the column with [Column(\"…\")]."
            : $"{name} has several columns for {record}.{property.Property.Name}: {string.Join(", ", alike)}. Name one with [Column(\"…\")].");
    }

    /// <summary>The row's values as the record's kind, where they can be read so.</summary>
    private ColumnData Convert(RowBatch batch, ColumnData from, int index, ref RecordMisfit?[]? bad)
    {
        RecordProperty property = _properties[index];
        var converted = new Value[from.Count];
        for (int row = 0; row < converted.Length; row++)
        {
            Value value = from[row];
            if (!ValueConversion.TryConvert(value, property.Kind, out converted[row]))
            {
                Reject(batch, row, index, isMissing: false, $"a {property.Kind.ToString().ToLowerInvariant()} is expected, '{Shorten(value)}' was found", ref bad);
            }
        }

        return RowBatches.Gather(new RowSchema([new Column(property.Name, property.Kind)]), converted, (builder, value) => builder.Add([value])).Columns[0];
    }

    private void Reject(RowBatch batch, int row, int index, bool isMissing, string detail, ref RecordMisfit?[]? bad)
    {
        bad ??= new RecordMisfit?[batch.Count];
        bad[row] ??= new RecordMisfit(batch.Lines?[row] ?? 0, SourceColumns[index], isMissing, detail, RowText.Of(batch, row));
    }

    private static string Shorten(Value value) => value.ToString() is { Length: > 100 } text ? text[..99] + "…" : value.ToString();
}
