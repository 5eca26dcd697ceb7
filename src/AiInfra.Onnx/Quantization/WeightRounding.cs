namespace AiInfra.Onnx.Quantization;

/// <summary>Weights as int8 around zero: scale = largest |w| / 127 (63 where the range is reduced), w ≈ scale × q.</summary>
internal sealed record WeightRounding(sbyte[] Values, float[] Scales)
{
    private const float SmallestNormal = 1.1754944e-38f;

    /// <summary>Rounds weights.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="channels">Number of channels, each with a scale of its own; 1 has one for all.</param>
    /// <param name="inner">Weights that follow one another in one channel.</param>
    /// <param name="reduce">Whether 7 bits are taken.</param>
    /// <param name="least">The smallest scale of each channel; null takes what the weights ask for.</param>
    public static WeightRounding Of(ReadOnlySpan<float> weights, int channels, long inner, bool reduce, double[]? least = null)
    {
        int top = reduce ? 63 : 127;
        float[] scales = new float[channels];
        for (int i = 0; i < weights.Length; i++)
        {
            ref float largest = ref scales[(int)(i / inner % channels)];
            largest = Math.Max(largest, Math.Abs(weights[i]));
        }

        for (int i = 0; i < channels; i++)
        {
            // A channel of zeros keeps them with any scale; one of numbers so small that the scale would vanish becomes zeros.
            scales[i] = scales[i] / top is var scale && scale >= SmallestNormal ? scale : 1;
            scales[i] = Math.Max(scales[i], (float)(least?[i] ?? 0));
        }

        sbyte[] values = new sbyte[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            values[i] = (sbyte)Math.Clamp(MathF.Round(weights[i] / scales[(int)(i / inner % channels)], MidpointRounding.ToEven), -top, top);
        }

        return new(values, scales);
    }
}
