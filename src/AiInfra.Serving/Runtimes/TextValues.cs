using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Texts: the empty one is missing, for a tensor has no other. Values of other kinds are written in invariant notation.</summary>
internal sealed class TextValues() : TensorValues(ValueKind.Text, hasMissing: true)
{
    public override void Read(SlotTensor from, int first, Span<Value> to) => Read(from.Text.Slice(first, to.Length), to);

    public override void Read(TensorData from, int first, Span<Value> to) => Read(from.Span<string?>().Slice(first, to.Length), to);

    public override bool Fits(Value value) => true;

    public override void Write(SlotTensor to, int at, Value value, string column) => to.Text[at] = value.AsText() ?? string.Empty;

    private static void Read(ReadOnlySpan<string?> from, Span<Value> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i] is { Length: > 0 } text ? Value.Of(text) : Value.Missing;
        }
    }
}
