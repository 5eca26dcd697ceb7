namespace AiInfra.Onnx;

/// <summary>What an attribute holds, with the numbers of the ONNX standard (AttributeProto.AttributeType).</summary>
public enum OnnxAttributeKind
{
    /// <summary>Nothing, or something this library doesn't know.</summary>
    Undefined = 0,

    /// <summary>A float.</summary>
    Float = 1,

    /// <summary>A 64-bit integer.</summary>
    Int = 2,

    /// <summary>Text or bytes.</summary>
    String = 3,

    /// <summary>A tensor.</summary>
    Tensor = 4,

    /// <summary>A graph.</summary>
    Graph = 5,

    /// <summary>Floats.</summary>
    Floats = 6,

    /// <summary>Integers.</summary>
    Ints = 7,

    /// <summary>Texts.</summary>
    Strings = 8,

    /// <summary>Tensors.</summary>
    Tensors = 9,

    /// <summary>Graphs.</summary>
    Graphs = 10,

    /// <summary>A sparse tensor.</summary>
    SparseTensor = 11,

    /// <summary>Sparse tensors.</summary>
    SparseTensors = 12,

    /// <summary>A type.</summary>
    Type = 13,

    /// <summary>Types.</summary>
    Types = 14,
}
