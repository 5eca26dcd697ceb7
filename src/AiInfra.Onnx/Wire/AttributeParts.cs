using System.Runtime.InteropServices;

namespace AiInfra.Onnx.Wire;

/// <summary>The fields of an attribute while it is read; its kind says which one counts.</summary>
internal sealed class AttributeParts
{
    // Most attributes hold one number: lists are made when they are needed.
    private List<float>? _floats;
    private List<long>? _ints;
    private List<ReadOnlyMemory<byte>>? _strings;
    private List<OnnxTensor>? _tensors;
    private List<OnnxGraph>? _graphs;
    private List<OnnxType>? _types;
    private List<OnnxSparseTensor>? _sparseTensors;

    public string Name { get; set; } = "";

    public string ReferenceTo { get; set; } = "";

    public string DocString { get; set; } = "";

    public OnnxAttributeKind Kind { get; set; }

    public float? Float { get; set; }

    public long? Int { get; set; }

    public ReadOnlyMemory<byte>? Bytes { get; set; }

    public OnnxTensor? Tensor { get; set; }

    public OnnxGraph? Graph { get; set; }

    public OnnxType? Type { get; set; }

    public OnnxSparseTensor? SparseTensor { get; set; }

    public List<long> Ints => _ints ??= [];

    public List<ReadOnlyMemory<byte>> Strings => _strings ??= [];

    public List<OnnxTensor> Tensors => _tensors ??= [];

    public List<OnnxGraph> Graphs => _graphs ??= [];

    public List<OnnxType> Types => _types ??= [];

    public List<OnnxSparseTensor> SparseTensors => _sparseTensors ??= [];

    public UnknownFields Unknown { get; set; }

    public void AddFloats(ReadOnlyMemory<byte> bytes)
    {
        (_floats ??= []).AddRange(MemoryMarshal.Cast<byte, float>(bytes.Span));
    }

    public OnnxAttribute ToAttribute(ReadState state)
    {
        OnnxAttributeKind kind = Kind == OnnxAttributeKind.Undefined ? Guessed() : Kind;

        // Tensors and graphs may ask for other files: none is passed over because the kind says something else.
        Fits(Tensor, OnnxAttributeKind.Tensor);
        Fits(Graph, OnnxAttributeKind.Graph);
        Fits(SparseTensor, OnnxAttributeKind.SparseTensor);
        Fits(_tensors, OnnxAttributeKind.Tensors);
        Fits(_graphs, OnnxAttributeKind.Graphs);
        Fits(_sparseTensors, OnnxAttributeKind.SparseTensors);
        object? value = ReferenceTo.Length > 0 ? null : kind switch
        {
            // Protobuf leaves out a number that is zero and a text that is empty.
            OnnxAttributeKind.Float => Float ?? 0f,
            OnnxAttributeKind.Int => Int ?? 0L,
            OnnxAttributeKind.String => Bytes ?? ReadOnlyMemory<byte>.Empty,
            OnnxAttributeKind.Tensor => Tensor ?? new OnnxTensor(),
            OnnxAttributeKind.Graph => Graph ?? new OnnxGraph(),
            OnnxAttributeKind.Floats => _floats?.ToArray() ?? [],
            OnnxAttributeKind.Ints => Ints.ToArray(),
            OnnxAttributeKind.Strings => Strings.ToArray(),
            OnnxAttributeKind.Tensors => Tensors.ToArray(),
            OnnxAttributeKind.Graphs => Graphs.ToArray(),
            OnnxAttributeKind.Type => Type ?? new OnnxUnknownType(),
            OnnxAttributeKind.Types => Types.ToArray(),
            OnnxAttributeKind.SparseTensor => SparseTensor ?? new OnnxSparseTensor(),
            OnnxAttributeKind.SparseTensors => SparseTensors.ToArray(),
            _ => null,
        };
        return new OnnxAttribute(Name, kind, value) { ReferenceTo = ReferenceTo, DocString = DocString, Unknown = Unknown };

        void Fits(object? held, OnnxAttributeKind of)
        {
            if (held is not null && (kind != of || ReferenceTo.Length > 0))
            {
                throw state.Fail($"Attribute '{Name}' of kind {kind}{(ReferenceTo.Length > 0 ? ", a reference," : "")} holds a value of kind {of}", "The file is damaged or hostile; get it again from its source.");
            }
        }
    }

    /// <summary>Files of IR version 1 do not say the kind.</summary>
    private OnnxAttributeKind Guessed() =>
        Float is not null ? OnnxAttributeKind.Float
        : Int is not null ? OnnxAttributeKind.Int
        : Bytes is not null ? OnnxAttributeKind.String
        : Tensor is not null ? OnnxAttributeKind.Tensor
        : Graph is not null ? OnnxAttributeKind.Graph
        : _floats is { Count: > 0 } ? OnnxAttributeKind.Floats
        : _ints is { Count: > 0 } ? OnnxAttributeKind.Ints
        : _strings is { Count: > 0 } ? OnnxAttributeKind.Strings
        : _tensors is { Count: > 0 } ? OnnxAttributeKind.Tensors
        : _graphs is { Count: > 0 } ? OnnxAttributeKind.Graphs
        : OnnxAttributeKind.Undefined;
}
