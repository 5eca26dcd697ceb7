using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;

namespace AiInfra.Core.Rows;

/// <summary>Expressions that read a property's value from a column of a batch. The column was checked to fit before.</summary>
internal static class CellExpressions
{
    public static Expression Read(Expression batch, Expression row, int column, RecordProperty property)
    {
        Expression[] at = [batch, Expression.Constant(column), row];
        Type type = property.Type;
        Expression value = Reader(type) is { } reader ? Expression.Call(Method(reader), at)
            : property.Kind == ValueKind.Number ? Expression.Convert(Expression.Call(Method(nameof(Number)), at), type)
            : Expression.Convert(Expression.Call(Method(nameof(Parsed)), [Expression.Constant(type, typeof(Type)), .. at]), type);
        Type whole = property.Property.PropertyType;
        return type == typeof(string)
            ? value
            : Expression.Condition(
                Expression.Call(Method(nameof(IsMissing)), at),
                Expression.Default(whole),
                whole == value.Type ? value : Expression.Convert(value, whole));
    }

    public static double Number(RowBatch batch, int column, int row) => Numbers(batch, column).Values[row];

    public static Half Half(RowBatch batch, int column, int row) => (Half)Number(batch, column, row);

    public static long Int64(RowBatch batch, int column, int row) => ValueNumbers.Int64(Number(batch, column, row), Numbers(batch, column).Digits(row));

    public static ulong UInt64(RowBatch batch, int column, int row) => ValueNumbers.UInt64(Number(batch, column, row), Numbers(batch, column).Digits(row));

    public static Int128 Signed128(RowBatch batch, int column, int row) => (Int128)Integer(batch, column, row);

    public static UInt128 Unsigned128(RowBatch batch, int column, int row) => (UInt128)Integer(batch, column, row);

    public static BigInteger Integer(RowBatch batch, int column, int row) => ValueNumbers.Integer(Number(batch, column, row), Numbers(batch, column).Digits(row));

    public static decimal Decimal(RowBatch batch, int column, int row) => ValueNumbers.Decimal(Number(batch, column, row), Numbers(batch, column).Digits(row));

    public static bool Flag(RowBatch batch, int column, int row) => ((BooleanColumn)batch.Columns[column]).Values[row] == 1;

    public static DateTime Instant(RowBatch batch, int column, int row) => new(((InstantColumn)batch.Columns[column]).Ticks[row], DateTimeKind.Utc);

    public static DateTimeOffset Offset(RowBatch batch, int column, int row) => Instant(batch, column, row);

    public static DateOnly Day(RowBatch batch, int column, int row) => DateOnly.FromDateTime(Instant(batch, column, row));

    public static string? Text(RowBatch batch, int column, int row) => ((TextColumn)batch.Columns[column]).Text(row);

    public static bool IsMissing(RowBatch batch, int column, int row) => batch.Columns[column].IsMissing(row);

    public static object Parsed(Type type, RowBatch batch, int column, int row) => Text(batch, column, row) is var text && ValueTexts.TryRead(type, text!, out object? value)
        ? value!
        : throw new FormatException($"'{text}' is no {type.Name}.");

    private static NumberColumn Numbers(RowBatch batch, int column) => (NumberColumn)batch.Columns[column];

    /// <summary>The method here that reads such a type; null for numbers that are a double's conversion, and for what is parsed.</summary>
    private static string? Reader(Type type) => type switch
    {
        _ when type == typeof(string) => nameof(Text),
        _ when type == typeof(bool) => nameof(Flag),
        _ when type == typeof(DateTime) => nameof(Instant),
        _ when type == typeof(DateTimeOffset) => nameof(Offset),
        _ when type == typeof(DateOnly) => nameof(Day),
        _ when type == typeof(long) => nameof(Int64),
        _ when type == typeof(ulong) => nameof(UInt64),
        _ when type == typeof(Int128) => nameof(Signed128),
        _ when type == typeof(UInt128) => nameof(Unsigned128),
        _ when type == typeof(BigInteger) => nameof(Integer),
        _ when type == typeof(decimal) => nameof(Decimal),
        _ when type == typeof(Half) => nameof(Half),
        _ => null,
    };

    private static MethodInfo Method(string name) => typeof(CellExpressions).GetMethod(name, BindingFlags.Static | BindingFlags.Public)!;
}
