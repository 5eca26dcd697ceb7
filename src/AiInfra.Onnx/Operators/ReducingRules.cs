namespace AiInfra.Onnx.Operators;

/// <summary>Operators that make fewer numbers of many.</summary>
internal static class ReducingRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        .. new[] { "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceSumSquare" }
            .Select(name => (name, new OperatorRule(1, 2, 1, c => c.Type(0) is { } type ? new(type.ElementType, Reduced(c)) : null))),
        ("ArgMax", new(1, 1, 1, Arg)),
        ("ArgMin", new(1, 1, 1, Arg)),
        ("TopK", new(2, 2, 2, c => c.Type(0) is { } type ? new(type.ElementType, TopK(c)) : null) { Others = (c, _) => new(OnnxElementType.Int64, TopK(c)) }),
        ("CumSum", new(2, 2, 1, c => c.Type(0))),
    ];

    private static OnnxTensorType Arg(OperatorCall call) => new(OnnxElementType.Int64, Over(call, [call.Node.IntAttribute("axis", 0)]));

    private static OnnxShape? Reduced(OperatorCall call)
    {
        long[]? axes = call.Node.Attribute("axes") is { Kind: OnnxAttributeKind.Ints } attribute ? attribute.AsInts()
            : call.Has(1) ? call.Integers(1) : [];
        if (axes is { Length: 0 })
        {
            axes = call.Node.IntAttribute("noop_with_empty_axes", 0) != 0 || call.Shape(0) is not { } shape ? null : [.. Enumerable.Range(0, shape.Rank).Select(i => (long)i)];
        }

        return axes is null ? null : Over(call, axes);
    }

    private static OnnxShape? Over(OperatorCall call, long[] axes)
    {
        if (call.Shape(0) is not { } shape)
        {
            return null;
        }

        HashSet<int> gone = [.. axes.Select(a => Shapes.Axis(a, shape.Rank))];
        bool keep = call.Node.IntAttribute("keepdims", 1) != 0;
        return OnnxShape.Create([.. shape.Select((d, i) => gone.Contains(i) ? 1 : d).Where((_, i) => keep || !gone.Contains(i))]);
    }

    private static OnnxShape? TopK(OperatorCall call) =>
        call.Shape(0) is { } shape && Shapes.Axis(call.Node.IntAttribute("axis", -1), shape.Rank) is var axis and >= 0
            ? Shapes.With(shape, axis, call.Integers(1) is [var k] ? OnnxDim.Fixed(k) : OnnxDim.Unknown)
            : null;
}
