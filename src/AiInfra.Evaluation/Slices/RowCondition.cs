using System.Globalization;
using System.Text;
using AiInfra.Core.Rows;

namespace AiInfra.Evaluation.Slices;

/// <summary>A condition on rows, written as text: <c>age >= 60 and (sex = "Female" or region in ("north", "east")) and income is not missing</c>. Nothing is executed but these comparisons.</summary>
/// <remarks>
/// Comparisons: = != &lt; &lt;= &gt; &gt;=, <c>in (…)</c>, <c>not in (…)</c>, <c>is missing</c>, <c>is not missing</c>; joined by and, or, not and parentheses (and binds closer than or).
/// A column whose name is not a plain word of letters, digits, '_', '-' and '.' stands in backticks. Texts stand in double or single quotes, which are doubled within; times are texts in ISO 8601.
/// A comparison with a missing value is false, also !=. Numbers are equal as numbers, everything else as text; order is defined for two numbers, two texts (ordinal) and times.
/// </remarks>
public sealed class RowCondition
{
    private readonly Func<Row, bool> _test;

    internal RowCondition(string text, IReadOnlyList<string> columns, Func<Row, bool> test)
    {
        (Text, Columns, _test) = (text, columns, test);
    }

    /// <summary>The condition as it was written.</summary>
    public string Text { get; }

    /// <summary>The columns it reads, each once, in order of their first mention.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Reads a condition.</summary>
    /// <exception cref="RowConditionException">The text is not a condition; the message says what was expected and where.</exception>
    public static RowCondition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new RowConditionParser(text).Parse();
    }

    /// <summary>Whether the condition holds for a row.</summary>
    /// <exception cref="ArgumentException">A column is not there; the message lists those there are.</exception>
    /// <exception cref="RowConditionException">A value has no order with what it is compared with.</exception>
    public bool Matches(Row row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return _test(row);
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <summary>A column as it stands in a condition.</summary>
    internal static string Quoted(string column) => RowConditionParser.IsWord(column) ? column : $"`{column.Replace("`", "``", StringComparison.Ordinal)}`";

    /// <summary>A value as it stands in a condition.</summary>
    internal static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Number => value.AsNumber() is double n && double.IsFinite(n) ? n.ToString("R", CultureInfo.InvariantCulture) : $"\"{value.AsText()}\"",
        ValueKind.Boolean => value.AsBoolean() ? "true" : "false",
        _ => new StringBuilder(value.AsText()).Replace("\"", "\"\"").Insert(0, '"').Append('"').ToString(),
    };

    /// <summary>The sign of value - literal; null where there is no order.</summary>
    internal static int? Order(Value value, Value literal) => (value.Kind, literal.Kind) switch
    {
        (ValueKind.Number, ValueKind.Number) => value.AsNumber().CompareTo(literal.AsNumber()),
        (ValueKind.Text, ValueKind.Text) => string.CompareOrdinal(value.AsText(), literal.AsText()),
        (ValueKind.Instant, ValueKind.Text) when Instant(literal) is { } at => value.AsInstant().CompareTo(at),
        _ => null,
    };

    internal static bool AreEqual(Value value, Value literal) =>
        value.Kind == ValueKind.Number && literal.Kind == ValueKind.Number ? value.AsNumber() == literal.AsNumber()
        : value.Kind == ValueKind.Instant && Instant(literal) is { } at ? value.AsInstant() == at
        : string.Equals(value.AsText(), literal.AsText(), StringComparison.Ordinal);

    private static DateTime? Instant(Value literal) =>
        ValueConversion.TryConvert(literal, ValueKind.Instant, out Value at) && !at.IsMissing ? at.AsInstant() : null;
}
