namespace AiInfra.Onnx;

/// <summary>Limits under which a model is read. The defaults fit every model that protobuf can hold.</summary>
public sealed class OnnxReadOptions
{
    /// <summary>Largest file that is read, in bytes.</summary>
    /// <value>Default 2,147,483,591: the largest array, and about what protobuf allows.</value>
    public long MaxBytes { get; set; } = Array.MaxLength;

    /// <summary>How deep messages may lie in one another. A graph in an attribute of a node counts three.</summary>
    /// <value>Default 96.</value>
    public int MaxDepth { get; set; } = 96;

    /// <summary>How many messages (nodes, attributes, tensors, dimensions…) a model may hold; stops files that are small but unpack to much.</summary>
    /// <value>Default 4,000,000: a hostile file makes at most about 1 GB of objects.</value>
    public int MaxMessages { get; set; } = 4_000_000;

    /// <summary>Whether data that tensors keep in other files is loaded when a model is read from a path.</summary>
    /// <value>Default true.</value>
    public bool LoadExternalData { get; set; } = true;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxMessages);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxDepth);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDepth, 1000);
    }
}
