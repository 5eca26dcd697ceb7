using AiInfra.Core.Rows;
using AiInfra.Data.Columns;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Ingestion.Parquet;

/// <summary>Reads a column of any flat Parquet type as numbers, text, booleans or times.</summary>
internal static class ParquetCells
{
    public static ValueKind Kind(DataField field) => field.ClrType switch
    {
        Type t when t == typeof(bool) => ValueKind.Boolean,
        Type t when t == typeof(DateTime) || t == typeof(DateOnly) => ValueKind.Instant,
        Type t when IsText(t) => ValueKind.Text,
        Type t when t == typeof(double) || t == typeof(float) || t == typeof(decimal) || t == typeof(int) || t == typeof(long) || t == typeof(short)
            || t == typeof(sbyte) || t == typeof(byte) || t == typeof(ushort) || t == typeof(uint) || t == typeof(ulong) => ValueKind.Number,
        _ => throw new IngestionException($"Column '{field.Name}' is of the Parquet type {field.ClrType.Name}, which cannot become a number, text, boolean or time. Leave it out of the file or convert it."),
    };

    public static async Task<ColumnData> ReadAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        Type type = field.ClrType;
        return type switch
        {
            _ when IsText(type) => await TextsAsync(group, field, rows, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(bool) => new BooleanColumn(await ReadAsync<bool, sbyte>(group, field, rows, -1, v => v ? (sbyte)1 : (sbyte)0, cancellationToken).ConfigureAwait(false)),
            _ when type == typeof(DateTime) => new InstantColumn(await ReadAsync<DateTime, long>(group, field, rows, InstantColumn.MissingTicks, v => v.Ticks, cancellationToken).ConfigureAwait(false)),
            _ when type == typeof(DateOnly) => new InstantColumn(await ReadAsync<DateOnly, long>(group, field, rows, InstantColumn.MissingTicks, v => v.ToDateTime(TimeOnly.MinValue).Ticks, cancellationToken).ConfigureAwait(false)),
            _ when type == typeof(double) => await NumbersAsync<double>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(float) => await NumbersAsync<float>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(decimal) => await NumbersAsync<decimal>(group, field, rows, v => (double)v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(long) => await NumbersAsync<long>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(int) => await NumbersAsync<int>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(short) => await NumbersAsync<short>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(sbyte) => await NumbersAsync<sbyte>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(byte) => await NumbersAsync<byte>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(ushort) => await NumbersAsync<ushort>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ when type == typeof(uint) => await NumbersAsync<uint>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
            _ => await NumbersAsync<ulong>(group, field, rows, v => v, cancellationToken).ConfigureAwait(false),
        };
    }

    private static bool IsText(Type type) => type == typeof(string) || type == typeof(ReadOnlyMemory<char>);

    private static async Task<ColumnData> NumbersAsync<T>(ParquetRowGroupReader group, DataField field, int rows, Func<T, double> convert, CancellationToken cancellationToken)
        where T : struct =>
        new NumberColumn(await ReadAsync(group, field, rows, double.NaN, convert, cancellationToken).ConfigureAwait(false));

    private static async Task<TTo[]> ReadAsync<TFrom, TTo>(ParquetRowGroupReader group, DataField field, int rows, TTo missing, Func<TFrom, TTo> convert, CancellationToken cancellationToken)
        where TFrom : struct
    {
        var to = new TTo[rows];
        if (field.IsNullable)
        {
            var from = new TFrom?[rows];
            await group.ReadAsync<TFrom>(field, from.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < rows; i++)
            {
                to[i] = from[i] is { } value ? convert(value) : missing;
            }
        }
        else
        {
            var from = new TFrom[rows];
            await group.ReadAsync<TFrom>(field, from.AsMemory(), null, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < rows; i++)
            {
                to[i] = convert(from[i]);
            }
        }

        return to;
    }

    private static async Task<ColumnData> TextsAsync(ParquetRowGroupReader group, DataField field, int rows, CancellationToken cancellationToken)
    {
        var texts = new string?[rows];
        await group.ReadAsync(field, texts.AsMemory()!, null, cancellationToken).ConfigureAwait(false);
        return TextColumn.Of(texts);
    }
}
