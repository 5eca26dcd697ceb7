using AiInfra.Core.Rows;

namespace AiInfra.Serving.Runtimes;

/// <summary>Numbers of one element type as a column; those that a double does not hold with their digits.</summary>
internal sealed class NumberElements<T, TElement>(int rows) : TensorColumn
    where T : unmanaged
    where TElement : struct, ITensorElement<T>
{
    private readonly double[] _numbers = new double[rows];
    private string?[]? _digits;

    public override void Append(SlotTensor from, int at, int stride, int count)
    {
        ReadOnlySpan<T> elements = from.Span<T>();
        for (int i = 0; i < count; i++, at += stride)
        {
            Value value = TElement.Read(elements[at]);
            if (value.IsBeyondDouble)
            {
                (_digits ??= new string?[_numbers.Length])[Count] = value.AsText();
            }

            _numbers[Count++] = value.AsNumber();
        }
    }

    public override void PadTo(int rows)
    {
        _numbers.AsSpan(Count, rows - Count).Fill(double.NaN);
        Count = rows;
    }

    public override ColumnData Build() => new NumberColumn(_numbers, Count, _digits);
}
