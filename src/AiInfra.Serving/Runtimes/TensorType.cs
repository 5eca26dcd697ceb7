namespace AiInfra.Serving.Runtimes;

/// <summary>Element type of a tensor: the types of the Open Inference Protocol that ONNX Runtime knows.</summary>
public enum TensorType : byte
{
    /// <summary>BOOL, one byte an element, <see cref="bool"/>.</summary>
    Boolean,

    /// <summary>UINT8, <see cref="byte"/>.</summary>
    UInt8,

    /// <summary>UINT16, <see cref="ushort"/>.</summary>
    UInt16,

    /// <summary>UINT32, <see cref="uint"/>.</summary>
    UInt32,

    /// <summary>UINT64, <see cref="ulong"/>.</summary>
    UInt64,

    /// <summary>INT8, <see cref="sbyte"/>.</summary>
    Int8,

    /// <summary>INT16, <see cref="short"/>.</summary>
    Int16,

    /// <summary>INT32, <see cref="int"/>.</summary>
    Int32,

    /// <summary>INT64, <see cref="long"/>.</summary>
    Int64,

    /// <summary>FP16, <see cref="Half"/>.</summary>
    Float16,

    /// <summary>BF16, the upper 16 bits of a float, held as <see cref="ushort"/>.</summary>
    BFloat16,

    /// <summary>FP32, <see cref="float"/>.</summary>
    Float32,

    /// <summary>FP64, <see cref="double"/>.</summary>
    Float64,

    /// <summary>BYTES, <see cref="string"/>; ONNX strings are UTF-8.</summary>
    String,
}
