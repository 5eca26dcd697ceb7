using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Testing;

/// <summary>Columns of a fake model as tensors, by the conventions of models of raw columns: numbers and booleans are doubles, times int64 milliseconds since 1970, a missing number is NaN, a missing text "".</summary>
internal static class FakeColumns
{
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
            Value read = TensorValues.Of(from.Spec.Type).Read(from, row);

            // Booleans are 0 and 1 in the tensors of tables, instants milliseconds.
            values[i] = (schema.Columns[i].Kind, read.IsMissing) switch
            {
                (_, true) => Value.Missing,
                (ValueKind.Boolean, _) => Value.Of(read.AsNumber() != 0),
                (ValueKind.Instant, _) => Value.Of(DateTimeOffset.FromUnixTimeMilliseconds(from.Span<long>()[row])),
                _ => read,
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
        TensorValues elements = TensorValues.Of(to.Spec.Type);
        if (!elements.Fits(value))
        {
            throw new InferenceException($"The fake model answered '{value}' of kind {value.Kind} for '{to.Spec.Name}', which is {to.Spec.Type.ProtocolName()}.");
        }

        elements.Write(to, at, value, to.Spec.Name);
    }

    private static string Names(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind}"));
}
