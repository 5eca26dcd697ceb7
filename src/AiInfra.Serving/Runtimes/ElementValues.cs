using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>The values of one element type.</summary>
internal sealed class ElementValues<T, TElement>() : TensorValues(TElement.Kind, TElement.HasMissing)
    where T : unmanaged
    where TElement : struct, ITensorElement<T>
{
    public override void Read(SlotTensor from, int first, Span<Value> to) => Read(from.Span<T>().Slice(first, to.Length), to);

    public override void Read(TensorData from, int first, Span<Value> to) => Read(from.Span<T>().Slice(first, to.Length), to);

    public override bool Fits(Value value) => TElement.TryWrite(value, out _);

    public override void Write(SlotTensor to, int at, Value value, string column) =>
        to.Span<T>()[at] = TElement.TryWrite(value, out T element) ? element : throw Wrong(column, TElement.Expected(value), value);

    private static void Read(ReadOnlySpan<T> from, Span<Value> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = TElement.Read(from[i]);
        }
    }
}
