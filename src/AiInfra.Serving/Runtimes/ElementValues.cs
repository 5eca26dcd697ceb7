using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>The values of one element type.</summary>
internal sealed class ElementValues<T, TElement>() : TensorValues(TElement.Kind, TElement.HasMissing, TElement.HasFraction)
    where T : unmanaged
    where TElement : struct, ITensorElement<T>
{
    public override void Read(SlotTensor from, int first, Span<Value> to) => Read(from.Span<T>().Slice(first, to.Length), to);

    public override void Read(TensorData from, int first, Span<Value> to) => Read(from.Span<T>().Slice(first, to.Length), to);

    public override bool Fits(Value value) => TElement.TryWrite(value, out _);

    public override void Write(SlotTensor to, int at, Value value, string column) =>
        to.Span<T>()[at] = TElement.TryWrite(value, out T element) ? element : throw Wrong(column, TElement.Expected(value), value);

    internal override void Write(SlotTensor to, int at, int stride, ColumnData column, int start, int count, string name)
    {
        Span<T> elements = to.Span<T>();
        if (column is NumberColumn { HasDigits: false } numbers)
        {
            // The usual case, and the one that is worth a loop of its own.
            foreach (double number in numbers.Values.Slice(start, count))
            {
                elements[at] = TElement.TryWrite(Value.Of(number), out T element) ? element : throw Wrong(name, TElement.Expected(Value.Of(number)), Value.Of(number));
                at += stride;
            }

            return;
        }

        for (int row = start; row < start + count; row++, at += stride)
        {
            Value value = column[row];
            elements[at] = TElement.TryWrite(value, out T element) ? element : throw Wrong(name, TElement.Expected(value), value);
        }
    }

    internal override TensorColumn Column(int rows) => TElement.Kind == ValueKind.Boolean ? new BooleanElements(rows) : new NumberElements<T, TElement>(rows);

    private static void Read(ReadOnlySpan<T> from, Span<Value> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = TElement.Read(from[i]);
        }
    }
}
