using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>Type of a value: a tensor, or a sequence, map or optional of something.</summary>
public abstract record OnnxType
{
    private protected OnnxType()
    {
    }

    /// <summary>What the value stands for, such as <c>IMAGE</c>; usually empty.</summary>
    public string Denotation { get; init; } = "";

    internal UnknownFields Unknown { get; init; }
}

/// <summary>A tensor.</summary>
/// <param name="ElementType">Type of the elements.</param>
/// <param name="Shape">The shape; null when not even the rank is known.</param>
public sealed record OnnxTensorType(OnnxElementType ElementType, OnnxShape? Shape = null) : OnnxType
{
    /// <summary>Whether the tensor is sparse.</summary>
    public bool IsSparse { get; init; }

    /// <inheritdoc />
    public override string ToString() => (IsSparse ? "sparse " : "") + ElementType.ToString().ToLowerInvariant() + (Shape?.ToString() ?? "[…]");
}

/// <summary>A sequence of values of one type.</summary>
/// <param name="Element">Type of the elements.</param>
public sealed record OnnxSequenceType(OnnxType Element) : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => $"sequence({Element})";
}

/// <summary>A map from keys to values.</summary>
/// <param name="Key">Type of the keys: an integer or text.</param>
/// <param name="Element">Type of the values.</param>
public sealed record OnnxMapType(OnnxElementType Key, OnnxType Element) : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => $"map({Key.ToString().ToLowerInvariant()}, {Element})";
}

/// <summary>A value that may be absent.</summary>
/// <param name="Element">Type of the value when it is there.</param>
public sealed record OnnxOptionalType(OnnxType Element) : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => $"optional({Element})";
}

/// <summary>A type that says nothing that this library knows; kept as it was read.</summary>
public sealed record OnnxUnknownType : OnnxType
{
    /// <inheritdoc />
    public override string ToString() => "unknown";
}
