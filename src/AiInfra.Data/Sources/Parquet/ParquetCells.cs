using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using AiInfra.Core.Rows;
using Parquet;
using Parquet.Schema;

namespace AiInfra.Data.Sources.Parquet;

/// <summary>Makes numbers, texts, booleans and times of one column's values in one row group.</summary>
internal sealed class ParquetCells(ParquetColumn column, int rows)
{
    private const long LastInteger = 1L << 53;
    private static readonly double[] s_powers = [.. Enumerable.Range(0, 23).Select(p => double.Parse($"1e{p}", CultureInfo.InvariantCulture))];

    private readonly ParquetElement _element = column.Element;
    private string?[]? _digits;

    /// <summary>Rows whose value does not fit, and why.</summary>
    public List<(int Row, string Detail)> Misfits { get; } = [];

    /// <summary>Times of which a part below 100 nanoseconds was cut off.</summary>
    public long Cut { get; private set; }

    /// <summary>Numbers kept with more digits than a double holds.</summary>
    public long Beyond { get; private set; }

    public async Task<ColumnData> ReadAsync(ParquetRowGroupReader group, DataField? field, CancellationToken cancellationToken)
    {
        if (field is null)
        {
            return Texts<int>(null, (_, _) => null);
        }

        switch (_element.Type)
        {
            case ParquetElement.Boolean:
                ParquetRaw<bool> flags = await ParquetRaw<bool>.ReadAsync(group, field, rows, cancellationToken).ConfigureAwait(false);
                return new BooleanColumn(Each(flags, (sbyte)-1, (flag, _) => flag ? (sbyte)1 : (sbyte)0));
            case ParquetElement.Int32: return Column(await ParquetRaw<int>.ReadAsync(group, field, rows, cancellationToken).ConfigureAwait(false), v => v);
            case ParquetElement.Int64: return Column(await ParquetRaw<long>.ReadAsync(group, field, rows, cancellationToken).ConfigureAwait(false), v => v);
            case ParquetElement.Float:
                return new NumberColumn(Each(await ParquetRaw<float>.ReadAsync(group, field, rows, cancellationToken).ConfigureAwait(false), double.NaN, (v, _) => v));
            case ParquetElement.Double:
                return new NumberColumn(Each(await ParquetRaw<double>.ReadAsync(group, field, rows, cancellationToken).ConfigureAwait(false), double.NaN, (v, _) => v));
            default: return Bytes(await ParquetRaw<ReadOnlyMemory<byte>>.ReadAsync(group, field, rows, cancellationToken).ConfigureAwait(false));
        }
    }

    private ColumnData Column<T>(ParquetRaw<T> raw, Func<T, long> whole)
        where T : struct
    {
        switch (column.Form)
        {
            case ParquetForm.Date: return new InstantColumn(Each(raw, InstantColumn.MissingTicks, (v, row) => Instant(DateTime.UnixEpoch.Ticks + ((Int128)whole(v) * TimeSpan.TicksPerDay), row, whole(v))));
            case ParquetForm.Timestamp: return new InstantColumn(Each(raw, InstantColumn.MissingTicks, (v, row) => Instant(DateTime.UnixEpoch.Ticks + Ticks(whole(v)), row, whole(v))));
            case ParquetForm.Time: return Texts(raw, (v, row) => Time(whole(v), row));
            case ParquetForm.Decimal when column.Kind == ValueKind.Text: return Texts(raw, (v, _) => Decimal(whole(v)));
            case ParquetForm.Decimal: return Numbers(raw, (v, row) => Scaled(whole(v), row));
            default:
                Func<T, Int128> integer = _element.IsSigned ? v => whole(v) : _element.Type == ParquetElement.Int32 ? v => (uint)whole(v) : v => (ulong)whole(v);
                return column.Kind == ValueKind.Text ? Texts(raw, (v, _) => integer(v).ToString(CultureInfo.InvariantCulture)) : Numbers(raw, (v, row) => Integer(integer(v), row));
        }
    }

    private ColumnData Bytes(ParquetRaw<ReadOnlyMemory<byte>> raw)
    {
        switch (column.Form)
        {
            case ParquetForm.JulianTime: return new InstantColumn(Each(raw, InstantColumn.MissingTicks, (v, row) => Julian(v.Span, row)));
            case ParquetForm.Half: return new NumberColumn(Each(raw, double.NaN, (v, _) => (double)BinaryPrimitives.ReadHalfLittleEndian(v.Span)));
            case ParquetForm.Uuid: return Texts(raw, (v, _) => new Guid(v.Span, bigEndian: true).ToString());
            case ParquetForm.Decimal when column.Kind == ValueKind.Text: return Texts(raw, (v, _) => Decimal(new BigInteger(v.Span, isBigEndian: true)));
            case ParquetForm.Decimal: return Numbers(raw, (v, row) => Scaled(new BigInteger(v.Span, isBigEndian: true), row));
            default: return Utf8(raw);
        }
    }

    private TextColumn Utf8(ParquetRaw<ReadOnlyMemory<byte>> raw)
    {
        var pool = new TextPool();
        var codes = new int[rows];
        for (int row = 0, at = 0; row < rows; row++)
        {
            codes[row] = raw.Has(row) ? pool.Code(raw.Values[at++].Span) : -1;
            if (codes[row] == TextPool.Invalid)
            {
                codes[row] = -1;
                Misfits.Add((row, $"a text in UTF-8 is expected, {Shown(raw.Values[at - 1].Span)} was found"));
            }
        }

        return new TextColumn(codes, rows, pool.Texts);
    }

    private static string Shown(ReadOnlySpan<byte> bytes) => $"0x{Convert.ToHexString(bytes[..Math.Min(bytes.Length, 16)])}{(bytes.Length > 16 ? "…" : "")}";

    private TTo[] Each<TFrom, TTo>(ParquetRaw<TFrom> raw, TTo missing, Func<TFrom, int, TTo> convert)
        where TFrom : struct
    {
        var to = new TTo[rows];
        for (int row = 0, at = 0; row < rows; row++)
        {
            to[row] = raw.Has(row) ? convert(raw.Values[at++], row) : missing;
        }

        return to;
    }

    private TextColumn Texts<T>(ParquetRaw<T>? raw, Func<T, int, string?> text)
        where T : struct => TextColumn.Of(raw is null ? new string?[rows] : Each(raw, null, text));

    private NumberColumn Numbers<T>(ParquetRaw<T> raw, Func<T, int, double> number)
        where T : struct
    {
        double[] values = Each(raw, double.NaN, number);
        return new NumberColumn(values, rows, _digits);
    }

    private double Integer(Int128 v, int row) => v >= -LastInteger && v <= LastInteger ? (double)v : Exact((double)v, v.ToString(CultureInfo.InvariantCulture), row);

    private double Scaled(BigInteger unscaled, int row)
    {
        int scale = _element.Scale ?? 0;
        if (BigInteger.Abs(unscaled) < 1_000_000_000_000_000 && scale is >= 0 and < 23)
        {
            // Both are exact doubles, so that one division gives the nearest; fifteen digits come back from it.
            return (double)(long)unscaled / s_powers[scale];
        }

        string text = Decimal(unscaled);
        return Value.TryNumber(text, out Value value)
            ? value.IsBeyondDouble ? Exact(value.AsNumber(), value.AsText()!, row) : value.AsNumber()
            : Misfit(double.NaN, row, $"'{text}' is beyond what a number can be");
    }

    private double Exact(double nearest, string digits, int row)
    {
        if (!column.KeepsDigits)
        {
            return Misfit(double.NaN, row, $"'{digits}' has more digits than a number holds");
        }

        (_digits ??= new string?[rows])[row] = digits;
        Beyond++;
        return nearest;
    }

    private string Decimal(BigInteger unscaled)
    {
        int scale = _element.Scale ?? 0;
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits[..^scale]}{(scale > 0 ? "." : "")}{digits[^scale..]}";
    }

    private Int128 Ticks(long v)
    {
        if (_element.PerSecond < TimeSpan.TicksPerSecond)
        {
            return (Int128)v * (TimeSpan.TicksPerSecond / _element.PerSecond);
        }

        Cut += v % 100 != 0 ? 1 : 0;
        return v >= 0 ? v / 100 : (v - 99) / 100;
    }

    private long Instant(Int128 ticks, int row, long found) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
        ? (long)ticks
        : Misfit(InstantColumn.MissingTicks, row, $"a time of the years 1 to 9999 is expected, {found} was found");

    private long Julian(ReadOnlySpan<byte> twelve, int row)
    {
        const int UnixEpochDay = 2_440_588;
        long nanos = BinaryPrimitives.ReadInt64LittleEndian(twelve);
        int day = BinaryPrimitives.ReadInt32LittleEndian(twelve[8..]);
        Cut += nanos % 100 != 0 ? 1 : 0;
        return Instant(DateTime.UnixEpoch.Ticks + ((Int128)(day - (long)UnixEpochDay) * TimeSpan.TicksPerDay) + (nanos >= 0 ? nanos / 100 : (nanos - 99) / 100), row, day);
    }

    private string? Time(long v, int row)
    {
        Int128 ticks = Ticks(v);
        return ticks >= 0 && ticks < TimeSpan.TicksPerDay
            ? new TimeOnly((long)ticks).ToString("O", CultureInfo.InvariantCulture)
            : Misfit<string?>(null, row, $"a time of day is expected, {v} was found");
    }

    private T Misfit<T>(T missing, int row, string detail)
    {
        Misfits.Add((row, detail));
        return missing;
    }
}
