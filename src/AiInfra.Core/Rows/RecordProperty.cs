using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace AiInfra.Core.Rows;

/// <summary>A property of a record, and the column that it stands in.</summary>
public sealed class RecordProperty
{
    private readonly Lazy<bool> _mayBeMissing;

    private RecordProperty(PropertyInfo property)
    {
        ColumnAttribute? column = property.GetCustomAttribute<ColumnAttribute>();
        Property = property;
        Name = column?.Name ?? property.Name;
        Order = column?.Order ?? -1;
        Type? inner = Nullable.GetUnderlyingType(property.PropertyType);
        Type = inner ?? property.PropertyType;
        Kind = ValueConversion.KindOf(Type);
        _mayBeMissing = new Lazy<bool>(() => inner is not null || (!property.PropertyType.IsValueType && !IsRequired(property)));
    }

    /// <summary>The property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>Name of the column: what <c>[Column("…")]</c> says, else the property's.</summary>
    public string Name { get; }

    /// <summary>The place that <c>[Column(Order = …)]</c> gives it in a vector; -1 where it says none.</summary>
    public int Order { get; }

    /// <summary>Kind of the column; <see cref="ValueKind.Missing"/> where the type cannot stand in one.</summary>
    public ValueKind Kind { get; }

    /// <summary>The property's type, without Nullable.</summary>
    public Type Type { get; }

    /// <summary>Whether the record takes a null here: a nullable type. Where the annotations of reference types were trimmed away, any reference type is taken for one.</summary>
    public bool MayBeMissing => _mayBeMissing.Value;

    /// <summary>The public readable properties of a type, without those marked <c>[NotMapped]</c>, as they are declared.</summary>
    public static IReadOnlyList<RecordProperty> Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.CanRead && p.GetIndexParameters().Length == 0 && p.GetCustomAttribute<NotMappedAttribute>() is null)
            .Select(p => new RecordProperty(p))];
    }

    /// <summary>Tells which rows of a column of this property's kind the record cannot hold.</summary>
    /// <param name="column">The column.</param>
    /// <param name="refuse">Hears the row and why; null where a value is missing and may not be.</param>
    public void Check(ColumnData column, Action<int, string?> refuse)
    {
        ArgumentNullException.ThrowIfNull(column);
        ArgumentNullException.ThrowIfNull(refuse);
        if (!MayBeMissing)
        {
            for (int row = 0; row < column.Count; row++)
            {
                if (column.IsMissing(row))
                {
                    refuse(row, null);
                }
            }
        }

        switch (column)
        {
            case NumberColumn numbers when Type != typeof(double): CheckNumbers(numbers, refuse); break;
            case InstantColumn instants when Type == typeof(DateOnly): CheckDays(instants, refuse); break;
            case TextColumn texts when Type != typeof(string): CheckTexts(texts, refuse); break;
        }
    }

    /// <inheritdoc />
    public override string ToString() => $"{Property.PropertyType.Name} {Property.Name}";

    private static bool IsRequired(PropertyInfo property)
    {
        // A trimmed application has no such annotations, and says so by a switch.
        bool known = !AppContext.TryGetSwitch("System.Reflection.NullabilityInfoContext.IsSupported", out bool supported) || supported;
        return known && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.NotNull;
    }

    private void CheckNumbers(NumberColumn numbers, Action<int, string?> refuse)
    {
        (double low, double high, bool integer) = ValueNumbers.Sure(Type);
        for (int row = 0; row < numbers.Count; row++)
        {
            double v = numbers.Values[row];
            bool sure = v >= low && v <= high && (!integer || v == Math.Floor(v)) && numbers.Digits(row) is null;
            if (!sure && ValueNumbers.Misfit(Type, v, numbers.Digits(row)) is { } why)
            {
                refuse(row, string.Format(CultureInfo.InvariantCulture, why, numbers[row]));
            }
        }
    }

    private static void CheckDays(InstantColumn days, Action<int, string?> refuse)
    {
        for (int row = 0; row < days.Count; row++)
        {
            if (!days.IsMissing(row) && days.Ticks[row] % TimeSpan.TicksPerDay != 0)
            {
                refuse(row, $"a date is expected, '{days[row]}' has a time of day");
            }
        }
    }

    private void CheckTexts(TextColumn texts, Action<int, string?> refuse)
    {
        var known = new Dictionary<int, bool>();
        for (int row = 0; row < texts.Count; row++)
        {
            int code = texts.Codes[row];
            if (code >= 0 && !(known.TryGetValue(code, out bool ok) ? ok : known[code] = ValueTexts.TryRead(Type, texts.Texts[code], out _)))
            {
                string text = texts.Texts[code];
                refuse(row, $"a {Type.Name} is expected, '{(text.Length > 100 ? $"{text[..99]}…" : text)}' was found");
            }
        }
    }
}
