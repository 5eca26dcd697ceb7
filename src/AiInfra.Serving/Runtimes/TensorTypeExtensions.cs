using Microsoft.ML.OnnxRuntime.Tensors;

namespace AiInfra.Serving.Runtimes;

/// <summary>What an element type is called and how large it is.</summary>
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

    /// <summary>The Open Inference Protocol's name, for example "FP32".</summary>
    public static string ProtocolName(this TensorType type) => Names[(int)type];

    /// <summary>Bytes of one element; 0 for <see cref="TensorType.String"/>, whose elements differ.</summary>
    public static int ElementSize(this TensorType type) => Sizes[(int)type];

    /// <summary>The .NET type of one element.</summary>
    public static Type ElementType(this TensorType type) => Clr[(int)type];

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
