using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Records;

/// <summary>Expressions that read a property's value from a column, and write it as a cell. The column was checked to fit before.</summary>
internal static class RecordCells
{
    public static Expression Read(Expression batch, Expression row, int column, RecordProperty property)
    {
        Expression at = Expression.Constant(column);
        Type type = property.Type;
        Expression value = property.Kind switch
        {
            ValueKind.Number when RecordNumbers.Reader(type) is { } reader => Expression.Call(reader, batch, at, row),
            ValueKind.Number => Expression.Convert(Call(nameof(Number), batch, at, row), type),
            ValueKind.Boolean => Call(nameof(Flag), batch, at, row),
            ValueKind.Instant when type == typeof(DateOnly) => Expression.Call(typeof(DateOnly), nameof(DateOnly.FromDateTime), null, Call(nameof(Instant), batch, at, row)),
            ValueKind.Instant => Expression.Convert(Call(nameof(Instant), batch, at, row), type),
            _ when type == typeof(string) => Call(nameof(Text), batch, at, row),
            _ => Expression.Call(typeof(RecordCells), nameof(Parsed), [type], batch, at, row),
        };
        Type whole = property.Property.PropertyType;
        if (type == typeof(string))
        {
            return value;
        }

        return Expression.Condition(
            Call(nameof(IsMissing), batch, at, row),
            Expression.Default(whole),
            whole == value.Type ? value : Expression.Convert(value, whole));
    }

    public static Expression Write(Expression value, RecordProperty property)
    {
        Type whole = property.Property.PropertyType;
        Expression inner = Nullable.GetUnderlyingType(whole) is null ? value : Expression.Property(value, "Value");
        Type type = property.Type;
        Expression cell = property.Kind switch
        {
            ValueKind.Number when type == typeof(Int128) || type == typeof(UInt128) => Of(typeof(BigInteger), Expression.Convert(inner, typeof(BigInteger))),
            ValueKind.Number when RecordNumbers.IsBeyondDouble(type) => Of(type, inner),
            ValueKind.Number => Of(typeof(double), Expression.Convert(inner, typeof(double))),
            ValueKind.Boolean => Of(typeof(bool), inner),
            ValueKind.Instant when type == typeof(DateOnly) => Of(typeof(DateTime), Expression.Call(inner, nameof(DateOnly.ToDateTime), null, Expression.Constant(TimeOnly.MinValue))),
            ValueKind.Instant => Of(type, inner),
            _ when type == typeof(string) => Of(typeof(string), inner),
            _ => Expression.Call(typeof(RecordCells), nameof(Written), [type], inner),
        };
        return ReferenceEquals(inner, value) ? cell : Expression.Condition(Expression.Property(value, "HasValue"), cell, Expression.Default(typeof(Value)));
    }

    /// <summary>Whether a text can be read as a property's type: an enum's name, a Guid, a time span.</summary>
    public static bool CanParse(Type type, string text) => type switch
    {
        _ when type == typeof(string) => true,
        _ when type.IsEnum => TryEnum(type, text, out object? value) && (Enum.IsDefined(type, value!) || type.IsDefined(typeof(FlagsAttribute), false)),
        _ when type == typeof(Guid) => Guid.TryParse(text, out _),
        _ when type == typeof(char) => text.Length == 1,
        _ when type == typeof(TimeSpan) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(TimeOnly) => TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out _),
        _ when type == typeof(Uri) => Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out _),
        _ => false,
    };

    internal static double Number(RowBatch batch, int column, int row) => ((NumberColumn)batch.Columns[column]).Values[row];

    internal static bool Flag(RowBatch batch, int column, int row) => ((BooleanColumn)batch.Columns[column]).Values[row] == 1;

    internal static DateTime Instant(RowBatch batch, int column, int row) => new(((InstantColumn)batch.Columns[column]).Ticks[row], DateTimeKind.Utc);

    internal static string? Text(RowBatch batch, int column, int row) => ((TextColumn)batch.Columns[column]).Text(row);

    internal static bool IsMissing(RowBatch batch, int column, int row) => batch.Columns[column].IsMissing(row);

    internal static TValue Parsed<TValue>(RowBatch batch, int column, int row)
    {
        string text = Text(batch, column, row)!;
        Type type = typeof(TValue);
        object value = type switch
        {
            _ when type.IsEnum => TryEnum(type, text, out object? named) ? named! : throw new FormatException($"'{text}' is no {type.Name}."),
            _ when type == typeof(Guid) => Guid.Parse(text),
            _ when type == typeof(char) => text[0],
            _ when type == typeof(TimeSpan) => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
            _ when type == typeof(TimeOnly) => TimeOnly.Parse(text, CultureInfo.InvariantCulture),
            _ => new Uri(text, UriKind.RelativeOrAbsolute),
        };
        return (TValue)value;
    }

    internal static Value Written<TValue>(TValue value) => Value.Of(value switch
    {
        TimeOnly time => time.ToString("O", CultureInfo.InvariantCulture),
        Uri uri => uri.OriginalString,
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    });

    /// <summary>The name as it stands first: two names may differ in case only.</summary>
    private static bool TryEnum(Type type, string text, out object? value) =>
        Enum.TryParse(type, text, ignoreCase: false, out value) || Enum.TryParse(type, text, ignoreCase: true, out value);

    private static MethodCallExpression Call(string method, Expression batch, Expression column, Expression row) =>
        Expression.Call(typeof(RecordCells).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!, batch, column, row);

    private static MethodCallExpression Of(Type type, Expression value) => Expression.Call(typeof(Value).GetMethod(nameof(Value.Of), [type])!, value);
}
