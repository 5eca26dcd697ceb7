using System.Buffers;
using System.Runtime.CompilerServices;
using AiInfra.Core.Rows;
using AiInfra.Data.Columns;
using Parquet;
using Parquet.Data;
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
        switch (kind)
        {
            case ValueKind.Number:
            {
                using RawColumnData<double> raw = await group.ReadRawColumnDataAsync<double>(field, cancellationToken).ConfigureAwait(false);
                var values = new double[rows];
                Spread(raw.Values, raw.DefinitionLevels, values, double.NaN, static v => v);
                return new NumberColumn(values);
            }

            case ValueKind.Boolean:
            {
                using RawColumnData<bool> raw = await group.ReadRawColumnDataAsync<bool>(field, cancellationToken).ConfigureAwait(false);
                var values = new sbyte[rows];
                Spread(raw.Values, raw.DefinitionLevels, values, (sbyte)-1, static v => v ? (sbyte)1 : (sbyte)0);
                return new BooleanColumn(values);
            }

            case ValueKind.Instant:
            {
                using RawColumnData<DateTime> raw = await group.ReadRawColumnDataAsync<DateTime>(field, cancellationToken).ConfigureAwait(false);
                var values = new long[rows];
                Spread(raw.Values, raw.DefinitionLevels, values, InstantColumn.MissingTicks, static v => v.Ticks);
                return new InstantColumn(values);
            }

            default:
            {
                using RawColumnData<ReadOnlyMemory<char>> raw = await group.ReadRawColumnDataAsync<ReadOnlyMemory<char>>(field, cancellationToken).ConfigureAwait(false);
                return Texts(raw.Values, raw.DefinitionLevels, rows);
            }
        }
    }

    private static void Spread<TFrom, TTo>(ReadOnlySpan<TFrom> values, ReadOnlySpan<int> levels, Span<TTo> to, TTo missing, Func<TFrom, TTo> convert)
    {
        int at = 0;
        for (int i = 0; i < to.Length; i++)
        {
            to[i] = levels[i] == 0 ? missing : convert(values[at++]);
        }
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
