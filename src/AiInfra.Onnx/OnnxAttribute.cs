using System.Globalization;
using System.Text;
using AiInfra.Onnx.Wire;

namespace AiInfra.Onnx;

/// <summary>A named attribute of a node. Pairs convert: <c>("axis", 1)</c>, <c>("alpha", 0.5f)</c>, <c>("to", text)</c>, arrays, tensors, graphs.</summary>
public sealed class OnnxAttribute
{
    private readonly object? _value;

    internal OnnxAttribute(string name, OnnxAttributeKind kind, object? value) => (Name, Kind, _value) = (name, kind, value);

    /// <summary>Name.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public OnnxAttributeKind Kind { get; }

    /// <summary>In a function: the attribute of the function that gives the value; usually empty.</summary>
    public string ReferenceTo { get; init; } = "";

    /// <summary>Words for people.</summary>
    public string DocString { get; init; } = "";

    internal UnknownFields Unknown { get; init; }

    /// <summary>A float.</summary>
    public static implicit operator OnnxAttribute((string Name, float Value) a) => new(a.Name, OnnxAttributeKind.Float, a.Value);

    /// <summary>An integer.</summary>
    public static implicit operator OnnxAttribute((string Name, long Value) a) => new(a.Name, OnnxAttributeKind.Int, a.Value);

    /// <summary>An integer.</summary>
    public static implicit operator OnnxAttribute((string Name, int Value) a) => new(a.Name, OnnxAttributeKind.Int, (long)a.Value);

    /// <summary>Text.</summary>
    public static implicit operator OnnxAttribute((string Name, string Value) a) => OfBytes(a.Name, Encoding.UTF8.GetBytes(a.Value));

    /// <summary>Floats.</summary>
    public static implicit operator OnnxAttribute((string Name, float[] Value) a) => new(a.Name, OnnxAttributeKind.Floats, a.Value);

    /// <summary>Integers.</summary>
    public static implicit operator OnnxAttribute((string Name, long[] Value) a) => new(a.Name, OnnxAttributeKind.Ints, a.Value);

    /// <summary>Texts.</summary>
    public static implicit operator OnnxAttribute((string Name, string[] Value) a) =>
        new(a.Name, OnnxAttributeKind.Strings, a.Value.Select(t => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(t)).ToArray());

    /// <summary>A tensor.</summary>
    public static implicit operator OnnxAttribute((string Name, OnnxTensor Value) a) => new(a.Name, OnnxAttributeKind.Tensor, a.Value);

    /// <summary>A graph.</summary>
    public static implicit operator OnnxAttribute((string Name, OnnxGraph Value) a) => new(a.Name, OnnxAttributeKind.Graph, a.Value);

    /// <summary>Bytes, as a String attribute.</summary>
    public static OnnxAttribute OfBytes(string name, ReadOnlyMemory<byte> value) => new(name, OnnxAttributeKind.String, value);

    /// <summary>The float.</summary>
    /// <exception cref="InvalidOperationException">The attribute holds something else; so for all that follow.</exception>
    public float AsFloat() => As<float>(OnnxAttributeKind.Float);

    /// <summary>The integer.</summary>
    public long AsInt() => As<long>(OnnxAttributeKind.Int);

    /// <summary>The text; bytes that are not UTF-8 become replacement characters.</summary>
    public string AsText() => Encoding.UTF8.GetString(AsBytes().Span);

    /// <summary>The bytes of a String attribute.</summary>
    public ReadOnlyMemory<byte> AsBytes() => As<ReadOnlyMemory<byte>>(OnnxAttributeKind.String);

    /// <summary>The floats.</summary>
    public float[] AsFloats() => As<float[]>(OnnxAttributeKind.Floats);

    /// <summary>The integers.</summary>
    public long[] AsInts() => As<long[]>(OnnxAttributeKind.Ints);

    /// <summary>The texts.</summary>
    public string[] AsTexts() => [.. AsBytesList().Select(b => Encoding.UTF8.GetString(b.Span))];

    /// <summary>The tensor.</summary>
    public OnnxTensor AsTensor() => As<OnnxTensor>(OnnxAttributeKind.Tensor);

    /// <summary>The tensors.</summary>
    public OnnxTensor[] AsTensors() => As<OnnxTensor[]>(OnnxAttributeKind.Tensors);

    /// <summary>The graph.</summary>
    public OnnxGraph AsGraph() => As<OnnxGraph>(OnnxAttributeKind.Graph);

    /// <summary>The graphs.</summary>
    public OnnxGraph[] AsGraphs() => As<OnnxGraph[]>(OnnxAttributeKind.Graphs);

    /// <summary>The graphs that the attribute holds: none, one or many.</summary>
    internal OnnxGraph[] Graphs => _value switch { OnnxGraph g => [g], OnnxGraph[] many => many, _ => [] };

    internal ReadOnlyMemory<byte>[] AsBytesList() => As<ReadOnlyMemory<byte>[]>(OnnxAttributeKind.Strings);

    internal T As<T>(OnnxAttributeKind kind) => Kind == kind && _value is T value
        ? value
        : throw new InvalidOperationException($"Attribute '{Name}' holds {Kind}{(ReferenceTo.Length == 0 ? "" : " by reference")}; it was asked for as {kind}.");

    /// <inheritdoc />
    public override string ToString() => $"{Name}: " + _value switch
    {
        null when ReferenceTo.Length > 0 => "@" + ReferenceTo,
        float f => f.ToString("R", CultureInfo.InvariantCulture),
        long i => i.ToString(CultureInfo.InvariantCulture),
        ReadOnlyMemory<byte> => $"\"{Shorten(AsText())}\"",
        float[] many => Some(many.Select(f => f.ToString("R", CultureInfo.InvariantCulture)), many.Length),
        long[] many => Some(many.Select(i => i.ToString(CultureInfo.InvariantCulture)), many.Length),
        ReadOnlyMemory<byte>[] many => Some(many.Select(b => $"\"{Shorten(Encoding.UTF8.GetString(b.Span))}\""), many.Length),
        OnnxTensor tensor => tensor.ToString(),
        OnnxGraph graph => $"graph {graph.Name} of {graph.Nodes.Count} nodes",
        _ => Kind.ToString(),
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";

    private static string Some(IEnumerable<string> items, int count) => $"[{string.Join(", ", items.Take(8))}{(count > 8 ? $", … {count} in all" : "")}]";
}
