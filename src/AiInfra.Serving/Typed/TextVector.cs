using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Vectors of texts; null is missing, as "" is.</summary>
internal sealed class TextVector : VectorOf<string?>
{
    protected override Action<ModelSlot, int, int, ReadOnlyMemory<string?>, string> Writer => Write;

    protected override Func<ReadOnlyMemory<string?>, int, Value> Reader => At;

    protected override Func<ModelSlot, int, int, string?[]> Taker => Take;

    private static void Write(ModelSlot slot, int input, int row, ReadOnlyMemory<string?> values, string name)
    {
        SlotTensor to = slot.Inputs[input];
        CheckWidth(to, values.Length, name);
        values.Span.CopyTo(to.Text[(row * values.Length)..]);
    }

    private static string?[] Take(ModelSlot slot, int output, int row)
    {
        SlotTensor from = slot.Outputs[output];
        return Array.ConvertAll(from.Text.Slice(row * from.RowWidth, from.RowWidth).ToArray(), t => t ?? string.Empty);
    }

    private static Value At(ReadOnlyMemory<string?> values, int at) => values.Span[at] is { Length: > 0 } text ? Value.Of(text) : Value.Missing;
}
