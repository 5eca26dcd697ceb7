namespace AiInfra.Onnx.Quantization;

/// <summary>How the range of a value is chosen from what it was on sample rows.</summary>
public enum CalibrationMethod
{
    /// <summary>From the smallest to the largest.</summary>
    MinMax,

    /// <summary>Without the rarest values at both ends.</summary>
    Percentile,

    /// <summary>The range around zero whose 128 steps lose the least information: the smallest Kullback-Leibler divergence of the histogram from its quantized form (Migacz, 8-bit inference with TensorRT, 2017).</summary>
    Entropy,
}
