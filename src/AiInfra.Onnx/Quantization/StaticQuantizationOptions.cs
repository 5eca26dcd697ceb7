namespace AiInfra.Onnx.Quantization;

/// <summary>How a model is quantized by the ranges its values take on sample rows.</summary>
public sealed class StaticQuantizationOptions
{
    /// <summary>What is written in 8 bits.</summary>
    public QuantizationOptions Layers { get; } = new();

    /// <summary>How the range of a value is chosen.</summary>
    /// <value>Min-max.</value>
    public CalibrationMethod Method { get; set; } = CalibrationMethod.MinMax;

    /// <summary>For the percentile: the share of values, in percent, that lies inside the range.</summary>
    /// <value>99.999.</value>
    public double Percentile { get; set; } = 99.999;

    /// <summary>For percentile and entropy: bins of the histogram between the smallest and the largest value.</summary>
    /// <value>2048.</value>
    public int Bins { get; set; } = 2048;

    internal void Validate()
    {
        Layers.Validate();
        ArgumentOutOfRangeException.ThrowIfLessThan(Bins, 256);
        if (!Enum.IsDefined(Method) || !(Percentile > 50 && Percentile <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(Percentile), $"A percentile lies above 50 and up to 100, not at {Percentile}, and the method is one of {string.Join(", ", Enum.GetNames<CalibrationMethod>())}, not {Method}.");
        }
    }
}
