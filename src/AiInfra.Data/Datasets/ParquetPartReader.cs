using System.Buffers;
using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Datasets;

/// <summary>Reads row groups of a Parquet file that a dataset's writer made.</summary>
internal static class ParquetPartReader
{
    /// <summary>The rows from <paramref name="start"/> on, one batch a row group. A column the file lacks is missing in every row.</summary>
    public static async IAsyncEnumerable<RowBatch> ReadAsync(
        string path, RowSchema schema, long start, long count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ParquetReader reader = await ParquetReader.CreateAsync(path, null, cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            Dictionary<string, DataField> fields = reader.Schema.DataFields.ToDictionary(f => f.Name, StringComparer.Ordinal);
            for (int g = 0; g < reader.RowGroupCount && count > 0; g++)
            {
                using ParquetRowGroupReader group = reader.OpenRowGroupReader(g);
                int rows = checked((int)group.RowCount);
                if (start >= rows)
                {
                    start -= rows;
                    continue;
                }

                var columns = new ColumnData[schema.Count];
                for (int c = 0; c < columns.Length; c++)
                {
                    Column column = schema.Columns[c];
                    columns[c] = fields.TryGetValue(column.Name, out DataField? field)
                        ? await ReadAsync(group, field, column.Kind, rows, cancellationToken).ConfigureAwait(false)
                        : Missing(column.Kind, rows);
                    if (ParquetColumns.RestName(column) is { } rest && fields.TryGetValue(rest, out DataField? restField))
                    {
                        ValueKind kind = column.Kind == ValueKind.Number ? ValueKind.Text : ValueKind.Number;
                        columns[c] = ParquetColumns.With(columns[c], await ReadAsync(group, restField, kind, rows, cancellationToken).ConfigureAwait(false));
                    }
                }

                int take = (int)Math.Min(rows - start, count);
                var batch = new RowBatch(schema, columns);
                yield return batch.Slice((int)start, take);
                count -= take;
                start = 0;
            }
        }
    }

    private static async Task<ColumnData> ReadAsync(ParquetRowGroupReader group, DataField field, ValueKind kind, int rows, CancellationToken cancellationToken)
    {
        int[] levels = ArrayPool<int>.Shared.Rent(rows);
        levels.AsSpan(0, rows).Clear();
        try
        {
            switch (kind)
            {
                case ValueKind.Number:
                    var numbers = new double[rows];
                    await RawAsync(group, field, numbers, levels, cancellationToken).ConfigureAwait(false);
                    return new NumberColumn(Spread(numbers, levels, double.NaN));
                case ValueKind.Boolean:
                    var flags = new bool[rows];
                    await RawAsync(group, field, flags, levels, cancellationToken).ConfigureAwait(false);
                    return new BooleanColumn(Spread(Array.ConvertAll(flags, f => f ? (sbyte)1 : (sbyte)0), levels, (sbyte)-1));
                case ValueKind.Instant:
                    var instants = new DateTime[rows];
                    await RawAsync(group, field, instants, levels, cancellationToken).ConfigureAwait(false);
                    return new InstantColumn(Spread(Array.ConvertAll(instants, t => t.Ticks), levels, InstantColumn.MissingTicks));
                default:
                    var texts = new ReadOnlyMemory<char>[rows];
                    await RawAsync(group, field, texts, levels, cancellationToken).ConfigureAwait(false);
                    return Texts(texts, levels, rows);
            }
        }
        finally
        {
            ArrayPool<int>.Shared.Return(levels);
        }
    }

    /// <summary>Reads the values there are into the beginning of <paramref name="values"/>, and the level of every row.</summary>
    private static async Task RawAsync<T>(ParquetRowGroupReader group, DataField field, T[] values, int[] levels, CancellationToken cancellationToken)
        where T : struct => await group.ReadRawAsync<T>(field, values, levels.AsMemory(0, values.Length), null, cancellationToken).ConfigureAwait(false);

    /// <summary>Moves the values there are to their rows, from the last to the first, in place.</summary>
    private static T[] Spread<T>(T[] values, int[] levels, T missing)
    {
        int at = levels.AsSpan(0, values.Length).Count(1);
        for (int i = values.Length - 1; i >= 0; i--)
        {
            values[i] = levels[i] == 0 ? missing : values[--at];
        }

        return values;
    }

    private static TextColumn Texts(ReadOnlySpan<ReadOnlyMemory<char>> values, ReadOnlySpan<int> levels, int rows)
    {
        var codes = new int[rows];
        var texts = new List<string>();
        var index = new Dictionary<string, int>(StringComparer.Ordinal);
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup = index.GetAlternateLookup<ReadOnlySpan<char>>();
        int at = 0;
        for (int i = 0; i < rows; i++)
        {
            if (levels[i] == 0)
            {
                codes[i] = -1;
                continue;
            }

            ReadOnlySpan<char> text = values[at++].Span;
            if (!lookup.TryGetValue(text, out codes[i]))
            {
                codes[i] = texts.Count;
                string made = text.ToString();
                index.Add(made, codes[i]);
                texts.Add(made);
            }
        }

        return new TextColumn(codes, rows, texts);
    }

    private static ColumnData Missing(ValueKind kind, int rows)
    {
        switch (kind)
        {
            case ValueKind.Number:
                var numbers = new double[rows];
                Array.Fill(numbers, double.NaN);
                return new NumberColumn(numbers);
            case ValueKind.Boolean:
                var flags = new sbyte[rows];
                Array.Fill(flags, (sbyte)-1);
                return new BooleanColumn(flags);
            case ValueKind.Instant:
                var ticks = new long[rows];
                Array.Fill(ticks, InstantColumn.MissingTicks);
                return new InstantColumn(ticks);
            default:
                var codes = new int[rows];
                Array.Fill(codes, -1);
                return new TextColumn(codes, rows, []);
        }
    }
}
