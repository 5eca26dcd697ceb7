namespace AiInfra.Onnx;

/// <content>Reductions, and what works on shapes. Where operator sets write a call differently, these write it as the builder's set has it.</content>
public sealed partial class OnnxGraphBuilder
{
    /// <summary>-x.</summary>
    public OnnxValue Neg(OnnxValue x, string? name = null) => Node("Neg", [x], name: name);

    /// <summary>a to the power of b, broadcast.</summary>
    public OnnxValue Pow(OnnxValue a, OnnxValue b, string? name = null) => Node("Pow", [a, b], name: name);

    /// <summary>The mean along axes.</summary>
    public OnnxValue ReduceMean(OnnxValue x, long[] axes, bool keepDims = true, string? name = null) => Reduce("ReduceMean", x, axes, keepDims, name);

    /// <summary>The largest along axes.</summary>
    public OnnxValue ReduceMax(OnnxValue x, long[] axes, bool keepDims = true, string? name = null) => Reduce("ReduceMax", x, axes, keepDims, name);

    /// <summary>The root of the sum of squares along axes.</summary>
    public OnnxValue ReduceL2(OnnxValue x, long[] axes, bool keepDims = true, string? name = null) => Reduce("ReduceL2", x, axes, keepDims, name);

    /// <summary>Equal parts along an axis.</summary>
    public OnnxValue[] SplitEvenly(OnnxValue x, int parts, int axis, string? name = null) => x.Shape is { } shape && shape[axis].Size is { } size && size % parts == 0
        ? Split(x, [.. Enumerable.Repeat(size / parts, parts)], axis, name)
        : Nodes("Split", [x], parts, Opset >= 18 ? [("axis", axis), ("num_outputs", parts)] : [("axis", axis)], name: name);

    /// <summary>The sizes of x, as int64.</summary>
    public OnnxValue Shape(OnnxValue x, string? name = null) => Node("Shape", [x], name: name);

    /// <summary>One size of x, as an int64 vector of one.</summary>
    public OnnxValue SizeOf(OnnxValue x, int axis, string? name = null)
    {
        int from = axis < 0 && x.Shape is { } shape ? axis + shape.Rank : axis;
        return Gather(Shape(x), Initializer("axis", [(long)from]), name: name);
    }

    /// <summary>The same elements in a shape that the graph computes (int64); 0 keeps a dimension, -1 takes what is left.</summary>
    /// <param name="x">The value.</param>
    /// <param name="shape">The shape.</param>
    /// <param name="known">What is known of it beforehand, for the operators that follow.</param>
    /// <param name="name">Name of the output.</param>
    public OnnxValue Reshape(OnnxValue x, OnnxValue shape, OnnxShape? known = null, string? name = null) => Said(Node("Reshape", [x, shape], name: name), known);

    /// <summary>x repeated along dimensions of size 1 to a shape that the graph computes (int64).</summary>
    public OnnxValue Expand(OnnxValue x, OnnxValue shape, string? name = null) => Node("Expand", [x, shape], name: name);

    /// <summary>With something around it.</summary>
    /// <param name="x">The value.</param>
    /// <param name="pads">How much is put before each dimension, in order, and then after each.</param>
    /// <param name="mode">constant, reflect or edge.</param>
    /// <param name="value">What is put there, a scalar of x's type; zero when it is left out.</param>
    /// <param name="name">Name of the output.</param>
    public OnnxValue Pad(OnnxValue x, ReadOnlySpan<long> pads, string mode = "constant", OnnxValue value = default, string? name = null) =>
        Node("Pad", [x, Initializer("pads", pads), value], [("mode", mode)], name: name);

    /// <summary>Notes what is known of a value beside what follows from its operator.</summary>
    /// <exception cref="ArgumentException">It says otherwise than the operator.</exception>
    public OnnxValue Said(OnnxValue value, OnnxShape? shape)
    {
        Known(value);
        if (shape is null || value.ElementType == OnnxElementType.Undefined)
        {
            return value;
        }

        if (value.Shape is { } known && (known.Rank != shape.Rank || known.Zip(shape).Any(d => Operators.Shapes.Differ(d.First, d.Second))))
        {
            throw new ArgumentException($"{value} is not of shape {shape}.", nameof(shape));
        }

        OnnxShape better = value.Shape is { } old ? OnnxShape.Create([.. old.Zip(shape, (a, b) => a.Size is not null || b.IsUnknown ? a : b)]) : shape;
        _types[value.Name] = new(value.ElementType, better);
        return Value(value.Name);
    }

    private OnnxValue Reduce(string opType, OnnxValue x, long[] axes, bool keepDims, string? name) => Opset >= 18
        ? Node(opType, [x, Initializer("axes", axes)], [("keepdims", keepDims ? 1 : 0)], name: name)
        : Node(opType, [x], [("axes", axes), ("keepdims", keepDims ? 1 : 0)], name: name);
}
