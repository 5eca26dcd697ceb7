using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Texts: the empty one is missing, for a tensor has no other. Values of other kinds are written in invariant notation.</summary>
internal sealed class TextValues() : TensorValues(ValueKind.Text, hasMissing: true, hasFraction: false)
{
    public override void Read(SlotTensor from, int first, Span<Value> to) => Read(from.Text.Slice(first, to.Length), to);

    public override void Read(TensorData from, int first, Span<Value> to) => Read(from.Span<string?>().Slice(first, to.Length), to);

    public override bool Fits(Value value) => true;

    public override void Write(SlotTensor to, int at, Value value, string column) => to.Text[at] = value.AsText() ?? string.Empty;

    internal override void Write(SlotTensor to, int at, int stride, ColumnData column, int start, int count, string name)
    {
        Span<string?> elements = to.Text;
        for (int row = start; row < start + count; row++, at += stride)
        {
            elements[at] = (column is TextColumn texts ? texts.Text(row) : column[row].AsText()) ?? string.Empty;
        }
    }

    internal override TensorColumn Column(int rows) => new TextElements(rows);

    private static void Read(ReadOnlySpan<string?> from, Span<Value> to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = from[i] is { Length: > 0 } text ? Value.Of(text) : Value.Missing;
        }
    }
}
