namespace AiInfra.Onnx;

/// <summary>Handle of a value of a graph that is being built. The default value stands for an optional input that is left out.</summary>
/// <param name="Name">Name of the value.</param>
/// <param name="ElementType">Type of its elements; <see cref="OnnxElementType.Undefined"/> when it is not known.</param>
/// <param name="Shape">Its shape; null when it is not known.</param>
public readonly record struct OnnxValue(string Name, OnnxElementType ElementType, OnnxShape? Shape)
{
    /// <summary>Whether this stands for an input that is left out.</summary>
    public bool IsOmitted => string.IsNullOrEmpty(Name);

    /// <summary>The type, where the element type is known.</summary>
    public OnnxTensorType? Type => ElementType == OnnxElementType.Undefined ? null : new OnnxTensorType(ElementType, Shape);

    /// <inheritdoc />
    public override string ToString() => IsOmitted ? "(omitted)" : $"{Name}: {ElementType.ToString().ToLowerInvariant()}{Shape?.ToString() ?? "[…]"}";
}
