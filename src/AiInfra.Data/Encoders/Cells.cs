using AiInfra.Core.Rows;

namespace AiInfra.Data.Encoders;

/// <summary>Reads the numbers and times of rows and of columns, as they were learned.</summary>
internal static class Cells
{
    /// <summary>A value as a number, NaN where it is missing.</summary>
    public static double Number(Value value, NumberPlan plan)
    {
        if (plan.Kind == ValueKind.Instant)
        {
            return value.Kind switch
            {
                ValueKind.Instant => Time.Milliseconds(value),
                ValueKind.Missing => double.NaN,
                _ => throw Wrong(plan, value),
            };
        }

        return value.Kind is ValueKind.Number or ValueKind.Boolean or ValueKind.Missing ? value.AsNumber() : throw Wrong(plan, value);
    }

    /// <summary>The values of some rows as numbers, NaN where missing.</summary>
    public static void Numbers(ColumnData column, int start, NumberPlan plan, Span<double> numbers)
    {
        if (column is NumberColumn plain && plan.Kind != ValueKind.Instant)
        {
            plain.Values.Slice(start, numbers.Length).CopyTo(numbers);
            return;
        }

        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number(column[start + i], plan);
        }
    }

    /// <summary>The values of some rows as unix milliseconds.</summary>
    public static void Times(ColumnData column, int start, Span<long> times)
    {
        for (int i = 0; i < times.Length; i++)
        {
            times[i] = column is InstantColumn instants ? Time.Milliseconds(instants.Ticks[start + i]) : Time.Milliseconds(column[start + i]);
        }
    }

    public static EncodingException Wrong(ColumnPlan plan, Value value) => new(
        $"Column '{plan.Name}' was learned as {plan.Kind}; a value of kind {value.Kind} came: '{value}'. Convert it before encoding, or give a missing value.");
}
