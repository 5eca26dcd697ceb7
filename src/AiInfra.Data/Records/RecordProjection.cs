using System.Globalization;
using AiInfra.Core.Rows;
using AiInfra.Data.Ingestion;

namespace AiInfra.Data.Records;

/// <summary>Turns batches of a source's columns into batches of a record's columns; rows that the record cannot hold are put aside.</summary>
internal sealed class RecordProjection
{
    private readonly IRecordShape _shape;

    /// <exception cref="RecordColumnException">A property has no column, or several.</exception>
    public RecordProjection(IRecordShape shape, RowSchema source, string name)
    {
        _shape = shape;
        var columns = new string[shape.Properties.Count];
        for (int i = 0; i < columns.Length; i++)
        {
            columns[i] = Match(shape, shape.Properties[i], source, name);
        }

        SourceColumns = columns;
    }

    /// <summary>The source's column of every property.</summary>
    public IReadOnlyList<string> SourceColumns { get; }

    /// <summary>The rows that fit, as columns of the record; the others go to <paramref name="rejected"/>.</summary>
    public RowBatch Apply(RowBatch batch, List<RecordMisfit> rejected)
    {
        var columns = new ColumnData[SourceColumns.Count];
        RecordMisfit?[]? bad = null;
        for (int i = 0; i < columns.Length; i++)
        {
            RecordProperty property = _shape.Properties[i];
            ColumnData from = batch[SourceColumns[i]];
            columns[i] = from.Kind == property.Kind ? from : Convert(batch, from, i, ref bad);
            Check(batch, columns[i], i, ref bad);
        }

        var result = new RowBatch(_shape.Schema, columns) { Lines = batch.Lines };
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

    private static string Match(IRecordShape shape, RecordProperty property, RowSchema source, string name)
    {
        if (source.IndexOf(property.Name) >= 0)
        {
            return property.Name;
        }

        string key = ColumnNames.Key(property.Name);
        string[] matches = [.. source.Columns.Select(c => c.Name).Where(n => ColumnNames.Key(n) == key)];
        return matches.Length switch
        {
            1 => matches[0],
            0 => throw new RecordColumnException(
                $"{name} has no column for {shape.RecordType.Name}.{property.Property.Name}. Its columns: {string.Join(", ", source.Columns.Select(c => c.Name))}. Rename the property, or name the column with [Column(\"…\")]."),
            _ => throw new RecordColumnException($"{name} has several columns for {shape.RecordType.Name}.{property.Property.Name}: {string.Join(", ", matches)}. Name one with [Column(\"…\")]."),
        };
    }

    /// <summary>The row's values as the record's kind, where they can be read so.</summary>
    private ColumnData Convert(RowBatch batch, ColumnData from, int index, ref RecordMisfit?[]? bad)
    {
        RecordProperty property = _shape.Properties[index];
        var builder = new RowBatchBuilder(new RowSchema([new Column(property.Name, property.Kind)]), Math.Max(1, batch.Count));
        var columns = new List<RowBatch>();
        for (int row = 0; row < from.Count; row++)
        {
            Value value = from[row];
            if (!RecordValues.TryConvert(value, property.Kind, out Value converted))
            {
                Reject(batch, row, index, isMissing: false, $"a {property.Kind.ToString().ToLowerInvariant()} is expected, '{Shorten(value)}' was found", ref bad);
            }

            if (builder.IsFull)
            {
                columns.Add(builder.Build());
            }

            builder.Add([converted]);
        }

        columns.Add(builder.Build());
        return RowBatch.Concat(columns[0].Schema, columns).Columns[0];
    }

    private void Check(RowBatch batch, ColumnData column, int index, ref RecordMisfit?[]? bad)
    {
        RecordProperty property = _shape.Properties[index];
        if (!property.MayBeMissing)
        {
            for (int row = 0; row < column.Count; row++)
            {
                if (column.IsMissing(row))
                {
                    Reject(batch, row, index, isMissing: true, $"{_shape.RecordType.Name}.{property.Property.Name} must have a value (its type is not nullable)", ref bad);
                }
            }
        }

        if (column is NumberColumn numbers && property.Type != typeof(double))
        {
            (double low, double high, bool integer) = RecordNumbers.Sure(property.Type);
            for (int row = 0; row < numbers.Count; row++)
            {
                double v = numbers.Values[row];
                bool sure = v >= low && v <= high && (!integer || v == Math.Floor(v)) && numbers.Digits(row) is null;
                if (!sure && RecordNumbers.Misfit(property.Type, numbers, row) is { } why)
                {
                    Reject(batch, row, index, isMissing: false, string.Format(CultureInfo.InvariantCulture, why, numbers[row]), ref bad);
                }
            }
        }
        else if (column is InstantColumn days && property.Type == typeof(DateOnly))
        {
            for (int row = 0; row < days.Count; row++)
            {
                if (!days.IsMissing(row) && days.Ticks[row] % TimeSpan.TicksPerDay != 0)
                {
                    Reject(batch, row, index, isMissing: false, $"a date is expected, '{days[row]}' has a time of day", ref bad);
                }
            }
        }
        else if (column is TextColumn texts && property.Type != typeof(string))
        {
            var known = new Dictionary<int, bool>();
            for (int row = 0; row < texts.Count; row++)
            {
                int code = texts.Codes[row];
                if (code >= 0 && !(known.TryGetValue(code, out bool ok) ? ok : known[code] = RecordCells.CanParse(property.Type, texts.Texts[code])))
                {
                    Reject(batch, row, index, isMissing: false, $"a {property.Type.Name} is expected, '{Shorten(texts[row])}' was found", ref bad);
                }
            }
        }
    }

    private void Reject(RowBatch batch, int row, int index, bool isMissing, string detail, ref RecordMisfit?[]? bad)
    {
        bad ??= new RecordMisfit?[batch.Count];
        bad[row] ??= new RecordMisfit(batch.Lines?[row] ?? 0, SourceColumns[index], isMissing, detail, RowText.Of(batch, row));
    }

    private static string Shorten(Value value) => value.ToString() is { Length: > 100 } text ? text[..99] + "…" : value.ToString();
}
