using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>Constant data with a type and dimensions: an initializer, or the value of an attribute.</summary>
public sealed class OnnxTensor
{
    /// <summary>Name; empty in attributes.</summary>
    public string Name { get; set; } = "";

    /// <summary>Type of the elements.</summary>
    public OnnxElementType ElementType { get; internal set; }

    /// <summary>Sizes of the dimensions; none is a scalar.</summary>
    public IReadOnlyList<long> Dims { get; internal set; } = [];

    /// <summary>The elements as bytes: little-endian, row-major, elements under 8 bits packed from the low bits up. Empty for text and for data that lies elsewhere.</summary>
    public ReadOnlyMemory<byte> Data { get; internal set; }

    /// <summary>The elements of a tensor of text.</summary>
    public IReadOnlyList<string> Texts { get; internal set; } = [];

    /// <summary>Where the data lies, when it is in another file and was not loaded.</summary>
    public OnnxExternalData? External { get; set; }

    /// <summary>Words for people.</summary>
    public string DocString { get; set; } = "";

    internal UnknownFields Unknown { get; set; }

    /// <summary>Number of elements.</summary>
    public long Count => Dims.Aggregate(1L, (product, dim) => checked(product * dim));

    /// <summary>The type of a value that holds this tensor.</summary>
    public OnnxTensorType Type => new(ElementType, OnnxShape.Of([.. Dims]));

    /// <summary>A tensor of numbers, booleans or texts; without dimensions, a vector of the values.</summary>
    /// <exception cref="ArgumentException">The type has no counterpart in ONNX, or the values do not fill the dimensions.</exception>
    public static OnnxTensor Of<T>(string name, ReadOnlySpan<T> values, params ReadOnlySpan<long> dims)
    {
        OnnxElementType type = OnnxElementTypes.Of<T>();
        if (type == OnnxElementType.Undefined)
        {
            throw new ArgumentException($"There are no ONNX tensors of {typeof(T).Name}.", nameof(values));
        }

        long[] sizes = Filled(values.Length, dims);
        if (typeof(T) == typeof(string))
        {
            var texts = new string[values.Length];
            for (int i = 0; i < texts.Length; i++)
            {
                texts[i] = (string)(object)values[i]!;
            }

            return new OnnxTensor { Name = name, ElementType = type, Dims = sizes, Texts = texts };
        }

        ref byte first = ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(values));
        byte[] data = MemoryMarshal.CreateReadOnlySpan(ref first, checked(values.Length * Unsafe.SizeOf<T>())).ToArray();
        return new OnnxTensor { Name = name, ElementType = type, Dims = sizes, Data = data };
    }

    /// <summary>A scalar: a tensor without dimensions.</summary>
    public static OnnxTensor Scalar<T>(string name, T value)
    {
        OnnxTensor tensor = Of(name, new ReadOnlySpan<T>(in value));
        tensor.Dims = [];
        return tensor;
    }

    /// <summary>A tensor of any type from its raw bytes.</summary>
    /// <exception cref="ArgumentException">The bytes are not as many as the type and dimensions need.</exception>
    public static OnnxTensor OfRaw(string name, OnnxElementType type, ReadOnlyMemory<byte> data, params ReadOnlySpan<long> dims)
    {
        var tensor = new OnnxTensor { Name = name, ElementType = type, Dims = dims.ToArray(), Data = data };
        return TensorSize.Problem(tensor) is { } problem ? throw new ArgumentException(problem, nameof(data)) : tensor;
    }

    /// <summary>The elements as numbers. Float16 and BFloat16 can also be taken as <see cref="ushort"/>, and every type as <see cref="byte"/>.</summary>
    /// <exception cref="InvalidOperationException">The elements are of another type.</exception>
    /// <exception cref="OnnxFormatException">The data lies in another file and was not loaded.</exception>
    public ReadOnlySpan<T> AsSpan<T>()
        where T : unmanaged
    {
        if (External is not null && Data.IsEmpty && Count > 0)
        {
            throw new OnnxFormatException($"The data of tensor '{Name}' lies in '{External.Location}' and was not loaded", $"tensor {Name}", "Read the model by its path, with LoadExternalData on.");
        }

        bool fits = OnnxElementTypes.Of<T>() == ElementType || typeof(T) == typeof(byte)
            || (typeof(T) == typeof(ushort) && ElementType is OnnxElementType.Float16 or OnnxElementType.BFloat16);
        return fits && ElementType != OnnxElementType.String
            ? MemoryMarshal.Cast<byte, T>(Data.Span)
            : throw new InvalidOperationException($"Tensor '{Name}' holds {ElementType}; it was asked for as {typeof(T).Name}.");
    }

    /// <summary>The same content under another name.</summary>
    public OnnxTensor Named(string name) => new()
    {
        Name = name,
        ElementType = ElementType,
        Dims = Dims,
        Data = Data,
        Texts = Texts,
        External = External,
        DocString = DocString,
        Unknown = Unknown,
    };

    /// <inheritdoc />
    public override string ToString() => $"{(Name.Length == 0 ? "tensor" : Name)}: {ElementType.ToString().ToLowerInvariant()}[{string.Join(", ", Dims)}]";

    private static long[] Filled(int count, ReadOnlySpan<long> dims)
    {
        if (dims.IsEmpty)
        {
            return [count];
        }

        return OnnxShape.Of(dims).ElementCount == count
            ? dims.ToArray()
            : throw new ArgumentException($"{count} values do not fill the dimensions {OnnxShape.Of(dims)}.", nameof(dims));
    }
}
