using AiInfra.Onnx;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Serving.Runtimes;

/// <summary>What an element type is called, how large it is, and what is done by it: one table.</summary>
public static class TensorTypeExtensions
{
    private static readonly string[] Names = ["BOOL", "UINT8", "UINT16", "UINT32", "UINT64", "INT8", "INT16", "INT32", "INT64", "FP16", "BF16", "FP32", "FP64", "BYTES"];
    private static readonly byte[] Sizes = [1, 1, 2, 4, 8, 1, 2, 4, 8, 2, 2, 4, 8, 0];

    private static readonly Type[] Clr =
    [
        typeof(bool), typeof(byte), typeof(ushort), typeof(uint), typeof(ulong), typeof(sbyte), typeof(short), typeof(int), typeof(long),
        typeof(Half), typeof(ushort), typeof(float), typeof(double), typeof(string),
    ];

    private static readonly TensorElementType[] Native =
    [
        TensorElementType.Bool, TensorElementType.UInt8, TensorElementType.UInt16, TensorElementType.UInt32, TensorElementType.UInt64,
        TensorElementType.Int8, TensorElementType.Int16, TensorElementType.Int32, TensorElementType.Int64, TensorElementType.Float16,
        TensorElementType.BFloat16, TensorElementType.Float, TensorElementType.Double, TensorElementType.String,
    ];

    private static readonly OnnxElementType[] Onnx =
    [
        OnnxElementType.Bool, OnnxElementType.UInt8, OnnxElementType.UInt16, OnnxElementType.UInt32, OnnxElementType.UInt64,
        OnnxElementType.Int8, OnnxElementType.Int16, OnnxElementType.Int32, OnnxElementType.Int64, OnnxElementType.Float16,
        OnnxElementType.BFloat16, OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.String,
    ];

    /// <summary>The Open Inference Protocol's name, for example "FP32".</summary>
    public static string ProtocolName(this TensorType type) => Names[(int)type];

    /// <summary>Bytes of one element; 0 for <see cref="TensorType.String"/>, whose elements differ.</summary>
    public static int ElementSize(this TensorType type) => Sizes[(int)type];

    /// <summary>The .NET type of one element.</summary>
    public static Type ElementType(this TensorType type) => Clr[(int)type];

    /// <summary>The same type as an ONNX file names it.</summary>
    public static OnnxElementType ToOnnx(this TensorType type) => Onnx[(int)type];

    /// <summary>Does what differs by the element type: the only place that tells the types apart.</summary>
    /// <typeparam name="TVisitor">What is done; a struct is compiled for each type.</typeparam>
    /// <typeparam name="TResult">What it gives.</typeparam>
    public static TResult Accept<TVisitor, TResult>(this TensorType type, TVisitor visitor)
        where TVisitor : ITensorVisitor<TResult> => type switch
        {
            TensorType.Boolean => visitor.Boolean(),
            TensorType.UInt8 => visitor.Integer<byte>(),
            TensorType.UInt16 => visitor.Integer<ushort>(),
            TensorType.UInt32 => visitor.Integer<uint>(),
            TensorType.UInt64 => visitor.Integer<ulong>(),
            TensorType.Int8 => visitor.Integer<sbyte>(),
            TensorType.Int16 => visitor.Integer<short>(),
            TensorType.Int32 => visitor.Integer<int>(),
            TensorType.Int64 => visitor.Integer<long>(),
            TensorType.Float16 => visitor.Float<Half>(),
            TensorType.BFloat16 => visitor.BFloat16(),
            TensorType.Float32 => visitor.Float<float>(),
            TensorType.Float64 => visitor.Float<double>(),
            TensorType.String => visitor.Text(),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such element type."),
        };

    /// <summary>Reads the Open Inference Protocol's name, for example "FP32".</summary>
    public static bool TryParseProtocolName(string? name, out TensorType type)
    {
        int at = Array.IndexOf(Names, name);
        type = at < 0 ? default : (TensorType)at;
        return at >= 0;
    }

    internal static TensorElementType ToNative(this TensorType type) => Native[(int)type];

    internal static bool TryFromNative(TensorElementType native, out TensorType type)
    {
        int at = Array.IndexOf(Native, native);
        type = at < 0 ? default : (TensorType)at;
        return at >= 0;
    }

    /// <summary>Whether elements of the type are read and written as <typeparamref name="T"/>.</summary>
    internal static bool Holds<T>(this TensorType type) => Clr[(int)type] == typeof(T);

    internal static TensorType Of<T>()
    {
        // BF16 shares its .NET type with UINT16, which comes first.
        int at = Array.IndexOf(Clr, typeof(T));
        return at >= 0 ? (TensorType)at : throw new ArgumentException($"A tensor cannot hold {typeof(T).Name}. It holds: {string.Join(", ", Clr.Distinct().Select(t => t.Name))}.");
    }
}
