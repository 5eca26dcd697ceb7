namespace AiInfra.Evaluation.Slices;

/// <summary>A tested slice: one condition, or two.</summary>
/// <param name="Column">Its column.</param>
/// <param name="First">Its condition.</param>
/// <param name="Other">The column of the second condition, the same for a range; null when there is one condition.</param>
/// <param name="Second">The second condition.</param>
/// <param name="Sums">Its losses.</param>
/// <param name="PValue">Its p-value, not corrected.</param>
internal sealed record SliceCandidate(CodedColumn Column, CodedColumn.Condition First, CodedColumn? Other, CodedColumn.Condition Second, LossSums Sums, double PValue)
{
    public string Text => Other is null ? First.Text : $"{First.Text} and {Second.Text}";

    public IReadOnlyList<string> Columns => Other is null || ReferenceEquals(Other, Column) ? [Column.Name] : [Column.Name, Other.Name];

    /// <summary>Its rows, one bit each.</summary>
    public ulong[] Bits()
    {
        ushort[] codes = Column.Codes;
        var bits = new ulong[(codes.Length + 63) / 64];
        Mark(bits, codes, First);
        if (Other is not null)
        {
            var second = new ulong[bits.Length];
            Mark(second, Other.Codes, Second);
            for (int i = 0; i < bits.Length; i++)
            {
                bits[i] &= second[i];
            }
        }

        return bits;
    }

    private static void Mark(ulong[] bits, ushort[] codes, CodedColumn.Condition condition)
    {
        uint from = (uint)condition.From, width = (uint)(condition.To - condition.From);
        for (int i = 0; i < codes.Length; i++)
        {
            bits[i >> 6] |= (codes[i] - from <= width ? 1UL : 0) << i;
        }
    }
}
