using System.Globalization;

namespace AiInfra.Onnx;

/// <summary>One dimension of a shape: a fixed size, a symbol such as <c>batch</c>, or not known (the default value).</summary>
public readonly record struct OnnxDim
{
    private OnnxDim(long? size, string? symbol) => (Size, Symbol) = (size, symbol);

    /// <summary>The size, where it is fixed.</summary>
    public long? Size { get; }

    /// <summary>The symbol, where there is one.</summary>
    public string? Symbol { get; }

    /// <summary>A dimension of which nothing is known.</summary>
    public static OnnxDim Unknown => default;

    /// <summary>Whether nothing is known.</summary>
    public bool IsUnknown => Size is null && Symbol is null;

    /// <summary>A fixed size.</summary>
    public static OnnxDim Fixed(long size) => new(size, null);

    /// <summary>A symbol: two dimensions of one symbol are equal when the model runs. Empty means not known.</summary>
    public static OnnxDim Symbolic(string symbol) => string.IsNullOrEmpty(symbol) ? default : new(null, symbol);

    /// <summary>A fixed size.</summary>
    public static implicit operator OnnxDim(long size) => Fixed(size);

    /// <summary>A symbol.</summary>
    public static implicit operator OnnxDim(string symbol) => Symbolic(symbol);

    /// <inheritdoc />
    public override string ToString() => Size?.ToString(CultureInfo.InvariantCulture) ?? Symbol ?? "?";
}
