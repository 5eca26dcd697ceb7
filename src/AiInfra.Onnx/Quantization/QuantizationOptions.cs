namespace AiInfra.Onnx.Quantization;

/// <summary>What is written in 8 bits, and how.</summary>
public sealed class QuantizationOptions
{
    /// <summary>Whether each output channel of a layer's weights has a scale of its own.</summary>
    /// <value>True: a channel of small weights keeps its precision beside one of large weights.</value>
    public bool PerChannel { get; set; } = true;

    /// <summary>Whether weights take 7 bits. Processors without VNNI add two products in 16 bits, which 8 bits can overflow.</summary>
    /// <value>False.</value>
    public bool ReduceRange { get; set; }

    /// <summary>Layers with fewer weights stay as they are: quantizing their input costs more than it saves.</summary>
    /// <value>1024.</value>
    public long LeastWeights { get; set; } = 1024;

    /// <summary>Names of nodes that stay in 32 bits, often the first and the last layer.</summary>
    public HashSet<string> KeepNodes { get; } = new(StringComparer.Ordinal);

    internal void Validate() => ArgumentOutOfRangeException.ThrowIfNegative(LeastWeights);
}
