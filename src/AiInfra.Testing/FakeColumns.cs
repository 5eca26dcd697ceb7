using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Columns of a fake model as tensors, by the conventions of models of raw columns: numbers and booleans are doubles, times int64 milliseconds since 1970, a missing number is NaN, a missing text "".</summary>
internal static class FakeColumns
{
    private const long MissingInstant = long.MinValue;

    public static TensorSpec Input(Column column) => Spec(column.Name, column.Kind switch
    {
        ValueKind.Text => TensorType.String,
        ValueKind.Instant => TensorType.Int64,
        _ => TensorType.Float64,
    });

    public static TensorSpec Output(Column column) => column.Kind == ValueKind.Instant
        ? throw new ArgumentException($"Output '{column.Name}' is a time; models answer numbers, texts and booleans.")
        : Spec(column.Name, column.Kind switch
        {
            ValueKind.Text => TensorType.String,
            ValueKind.Boolean => TensorType.Boolean,
            _ => TensorType.Float64,
        });

    public static TensorSpec Spec(string name, TensorType type, long width = 1) => new(name, type, [-1, width], ["N", null]);

    /// <summary>A row of an answer as values by output.</summary>
    public static Value[][] Split(Row? answer, RowSchema outputs)
    {
        if (answer is null || !outputs.Equals(answer.Schema))
        {
            throw new InferenceException($"The fake model's function must answer the columns {Names(outputs)}; it answered {(answer is null ? "null" : Names(answer.Schema))}.");
        }

        return [.. answer.Values.ToArray().Select(v => new[] { v })];
    }

    public static Row Read(ModelSlot slot, RowSchema schema, int row)
    {
        var values = new Value[schema.Count];
        for (int i = 0; i < values.Length; i++)
        {
            SlotTensor from = slot.Inputs[i];
            values[i] = schema.Columns[i].Kind switch
            {
                ValueKind.Text => from.Text[row] is { Length: > 0 } text ? Value.Of(text) : Value.Missing,
                ValueKind.Instant => from.Span<long>()[row] is long ms && ms != MissingInstant ? Value.Of(DateTimeOffset.FromUnixTimeMilliseconds(ms)) : Value.Missing,
                ValueKind.Boolean => from.Span<double>()[row] is double flag && !double.IsNaN(flag) ? Value.Of(flag != 0) : Value.Missing,
                _ => Value.Of(from.Span<double>()[row]),
            };
        }

        return new Row(schema, values);
    }

    public static void Write(SlotTensor to, Value[][][] answers, int output)
    {
        int width = answers[0][output].Length;
        to.Resize([answers.Length, width]);
        for (int r = 0; r < answers.Length; r++)
        {
            Value[] values = answers[r][output];
            if (values.Length != width)
            {
                throw new InferenceException($"The fake model answered {width} elements of '{to.Spec.Name}' for one row and {values.Length} for another of the same call; arrays must be of one length.");
            }

            for (int e = 0; e < width; e++)
            {
                Write(to, (r * width) + e, values[e]);
            }
        }
    }

    private static void Write(SlotTensor to, int at, Value value)
    {
        switch (to.Spec.Type)
        {
            case TensorType.String: to.Text[at] = value.AsText() ?? string.Empty; break;
            case TensorType.Boolean: to.Span<bool>()[at] = Number(to, value) is not (0 or double.NaN); break;
            case TensorType.Float32: to.Span<float>()[at] = (float)Number(to, value); break;
            default: to.Span<double>()[at] = Number(to, value); break;
        }
    }

    private static double Number(SlotTensor to, Value value) => value.Kind is ValueKind.Number or ValueKind.Boolean or ValueKind.Missing
        ? value.AsNumber()
        : throw new InferenceException($"The fake model answered '{value}' of kind {value.Kind} for '{to.Spec.Name}', which is a number.");

    private static string Names(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind}"));
}
