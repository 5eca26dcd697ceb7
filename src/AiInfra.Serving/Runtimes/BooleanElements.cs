using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Booleans as a column.</summary>
internal sealed class BooleanElements(int rows) : TensorColumn
{
    private readonly sbyte[] _flags = new sbyte[rows];

    public override void Append(SlotTensor from, int at, int stride, int count)
    {
        ReadOnlySpan<bool> elements = from.Span<bool>();
        for (int i = 0; i < count; i++, at += stride)
        {
            _flags[Count++] = elements[at] ? (sbyte)1 : (sbyte)0;
        }
    }

    public override void PadTo(int rows)
    {
        _flags.AsSpan(Count, rows - Count).Fill(-1);
        Count = rows;
    }

    public override ColumnData Build() => new BooleanColumn(_flags, Count);
}
