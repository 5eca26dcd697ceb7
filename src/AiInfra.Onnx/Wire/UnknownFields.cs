namespace AiInfra.Onnx.Wire;

/// <summary>Fields of a message that this library doesn't know, kept as they were, tag and all.</summary>
internal readonly struct UnknownFields : IEquatable<UnknownFields>
{
    private readonly List<ReadOnlyMemory<byte>>? _fields;

    private UnknownFields(List<ReadOnlyMemory<byte>> fields) => _fields = fields;

    public IReadOnlyList<ReadOnlyMemory<byte>> Fields => _fields ?? [];

    public UnknownFields With(ReadOnlyMemory<byte> field)
    {
        List<ReadOnlyMemory<byte>> fields = _fields ?? [];
        fields.Add(field);
        return new(fields);
    }

    public bool Equals(UnknownFields other) =>
        Fields.Count == other.Fields.Count && Fields.Zip(other.Fields).All(p => p.First.Span.SequenceEqual(p.Second.Span));

    public override bool Equals(object? obj) => obj is UnknownFields other && Equals(other);

    public override int GetHashCode() => Fields.Count;
}
