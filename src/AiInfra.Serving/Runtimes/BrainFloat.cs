namespace AiInfra.Serving.Runtimes;

/// <summary>BF16, which .NET has no type for: the upper 16 bits of a float.</summary>
public static class BrainFloat
{
    /// <summary>The number.</summary>
    public static float ToSingle(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);

    /// <summary>The nearest BF16, ties to even; NaN stays NaN.</summary>
    public static ushort Of(float number)
    {
        uint bits = BitConverter.SingleToUInt32Bits(number);
        return float.IsNaN(number) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
