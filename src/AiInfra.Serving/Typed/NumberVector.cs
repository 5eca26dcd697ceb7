using AiInfra.Core.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Typed;

/// <summary>Vectors of numbers or booleans, copied as they are.</summary>
internal sealed class NumberVector<T, TElement> : VectorOf<T>
    where T : unmanaged
    where TElement : struct, ITensorElement<T>
{
    protected override Action<ModelSlot, int, int, ReadOnlyMemory<T>, string> Writer => Write;

    protected override Func<ReadOnlyMemory<T>, int, Value> Reader => At;

    protected override Func<ModelSlot, int, int, T[]> Taker => Take;

    private static void Write(ModelSlot slot, int input, int row, ReadOnlyMemory<T> values, string name)
    {
        SlotTensor to = slot.Inputs[input];
        CheckWidth(to, values.Length, name);
        values.Span.CopyTo(to.Span<T>()[(row * values.Length)..]);
    }

    private static T[] Take(ModelSlot slot, int output, int row)
    {
        SlotTensor from = slot.Outputs[output];
        return from.Span<T>().Slice(row * from.RowWidth, from.RowWidth).ToArray();
    }

    private static Value At(ReadOnlyMemory<T> values, int at) => TElement.Read(values.Span[at]);
}
