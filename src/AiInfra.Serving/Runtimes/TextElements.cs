using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Texts as a column, each held once.</summary>
internal sealed class TextElements(int rows) : TensorColumn
{
    private readonly int[] _codes = new int[rows];
    private readonly List<string> _texts = [];
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    public override void Append(SlotTensor from, int at, int stride, int count)
    {
        ReadOnlySpan<string?> elements = from.Text;
        for (int i = 0; i < count; i++, at += stride)
        {
            _codes[Count++] = elements[at] is { Length: > 0 } text ? Code(text) : -1;
        }
    }

    public override void PadTo(int rows)
    {
        _codes.AsSpan(Count, rows - Count).Fill(-1);
        Count = rows;
    }

    public override ColumnData Build() => new TextColumn(_codes, Count, _texts);

    private int Code(string text)
    {
        if (!_index.TryGetValue(text, out int code))
        {
            _index.Add(text, code = _texts.Count);
            _texts.Add(text);
        }

        return code;
    }
}
