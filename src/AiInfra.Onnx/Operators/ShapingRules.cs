namespace AiInfra.Onnx.Operators;

/// <summary>Operators that move elements without computing with them.</summary>
internal static class ShapingRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        ("Concat", new(1, int.MaxValue, 1, ConcatType) { SameType = -1, Check = ConcatProblem }),
        ("Gather", new(2, 2, 1, GatherType)),
        ("Reshape", new(2, 2, 1, ReshapeType)),
        ("Flatten", new(1, 1, 1, FlattenType)),
        ("Transpose", new(1, 1, 1, TransposeType)),
        ("Squeeze", new(1, 2, 1, SqueezeType)),
        ("Unsqueeze", new(2, 2, 1, UnsqueezeType)),
        ("Expand", new(2, 2, 1, c => Of(c, c.Integers(1) is { } sizes ? Shapes.Broadcast(c.Shape(0), OnnxShape.Of(sizes)) : null))),
        ("Tile", new(2, 2, 1, c => Of(c, null))),
        ("Slice", new(3, 5, 1, SliceType)),
        ("Split", new(1, 2, int.MaxValue, c => SplitType(c, 0)) { Others = SplitType }),
        ("Shape", new(1, 1, 1, c => new(OnnxElementType.Int64, [c.Shape(0) is { } s && c.Node.Attributes.Count == 0 ? OnnxDim.Fixed(s.Rank) : OnnxDim.Unknown]))),
        ("Pad", new(2, 4, 1, PadType) { SameType = 0b101 }),
        ("Resize", new(1, 4, 1, ResizeType)),
        ("Range", new(3, 3, 1, c => Of(c, [OnnxDim.Unknown])) { SameType = 0b111 }),
        ("OneHot", new(3, 3, 1, OneHotType)),
        ("Constant", new(0, 0, 1, ConstantType)),
        ("ConstantOfShape", new(1, 1, 1, c => new(c.Node.Attribute("value") is { Kind: OnnxAttributeKind.Tensor } value ? value.AsTensor().ElementType : OnnxElementType.Float, c.Integers(0) is { } sizes ? OnnxShape.Of(sizes) : null))),
    ];

    private static OnnxTensorType? Of(OperatorCall call, OnnxShape? shape) => call.Type(0) is { } type ? new(type.ElementType, shape) : null;

    private static OnnxTensorType? ConcatType(OperatorCall call)
    {
        if (call.Inputs.Any(t => t?.Shape is null))
        {
            return Of(call, null);
        }

        OnnxShape shape = call.Shape(0)!;
        int axis = Shapes.Axis(call.Node.IntAttribute("axis", 0), shape.Rank);
        if (axis < 0)
        {
            return Of(call, null);
        }

        long sum = 0;
        OnnxDim[] dims = [.. shape];
        bool known = true;
        foreach (OnnxTensorType? type in call.Inputs)
        {
            if (type!.Shape!.Rank != dims.Length)
            {
                return Of(call, null);
            }

            known &= type.Shape[axis].Size is not null;
            sum += type.Shape[axis].Size ?? 0;
            for (int i = 0; i < dims.Length; i++)
            {
                dims[i] = dims[i].Size is null && type.Shape[i].Size is not null ? type.Shape[i] : dims[i];
            }
        }

        dims[axis] = known ? sum : OnnxDim.Unknown;
        return Of(call, OnnxShape.Create(dims));
    }

    private static string? ConcatProblem(OperatorCall call)
    {
        if (call.Node.Attribute("axis") is null)
        {
            return "needs the attribute 'axis'";
        }

        OnnxShape? first = null;
        foreach (OnnxShape shape in call.Inputs.Select(t => t?.Shape).OfType<OnnxShape>())
        {
            first ??= shape;
            int axis = Shapes.Axis(call.Node.IntAttribute("axis", 0), first.Rank);
            if (axis < 0 || shape.Rank != first.Rank)
            {
                return axis < 0 ? $"axis {call.Node.IntAttribute("axis", 0)} is outside of {first}" : $"{first} and {shape} have different ranks";
            }

            for (int i = 0; i < first.Rank; i++)
            {
                if (i != axis && Shapes.Differ(first[i], shape[i]))
                {
                    return $"{first} and {shape} differ beside axis {axis}";
                }
            }
        }

        return null;
    }

    private static OnnxTensorType? GatherType(OperatorCall call)
    {
        if (call.Shape(0) is not { } data || call.Shape(1) is not { } indices || Shapes.Axis(call.Node.IntAttribute("axis", 0), data.Rank) is var axis && axis < 0)
        {
            return Of(call, null);
        }

        return Of(call, OnnxShape.Create([.. data.Take(axis), .. indices, .. data.Skip(axis + 1)]));
    }

    private static OnnxTensorType? ReshapeType(OperatorCall call)
    {
        if (call.Integers(1) is not { } sizes)
        {
            return Of(call, null);
        }

        OnnxShape? from = call.Shape(0);
        var dims = new OnnxDim[sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            dims[i] = sizes[i] > 0 ? OnnxDim.Fixed(sizes[i]) : sizes[i] == 0 && from is not null && i < from.Rank ? from[i] : OnnxDim.Unknown;
        }

        int open = Array.IndexOf(sizes, -1);
        if (open >= 0 && from is not null && Shapes.Product(dims.Where((_, i) => i != open)).Size is { } rest && rest > 0 && Shapes.Product(from).Size is { } all)
        {
            dims[open] = all / rest;
        }

        return Of(call, OnnxShape.Create(dims));
    }

    private static OnnxTensorType? FlattenType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape)
        {
            return Of(call, [OnnxDim.Unknown, OnnxDim.Unknown]);
        }

        long axis = call.Node.IntAttribute("axis", 1);
        int at = (int)Math.Clamp(axis < 0 ? axis + shape.Rank : axis, 0, shape.Rank);
        return Of(call, [Shapes.Product(shape.Take(at)), Shapes.Product(shape.Skip(at))]);
    }

    private static OnnxTensorType? TransposeType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape)
        {
            return Of(call, null);
        }

        long[] order = call.Node.Attribute("perm") is { Kind: OnnxAttributeKind.Ints } perm ? perm.AsInts() : [.. Enumerable.Range(0, shape.Rank).Reverse().Select(i => (long)i)];
        return order.Length == shape.Rank && order.All(i => i >= 0 && i < shape.Rank) ? Of(call, OnnxShape.Create([.. order.Select(i => shape[(int)i])])) : Of(call, null);
    }

    private static OnnxTensorType? SqueezeType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape || call.Integers(1) is not { } axes)
        {
            return Of(call, null);
        }

        HashSet<int> gone = [.. axes.Select(a => Shapes.Axis(a, shape.Rank))];
        return Of(call, OnnxShape.Create([.. shape.Where((_, i) => !gone.Contains(i))]));
    }

    private static OnnxTensorType? UnsqueezeType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape || call.Integers(1) is not { } axes)
        {
            return Of(call, null);
        }

        List<OnnxDim> dims = [.. shape];
        int rank = shape.Rank + axes.Length;
        foreach (int axis in axes.Select(a => Shapes.Axis(a, rank)).Order())
        {
            if (axis < 0 || axis > dims.Count)
            {
                return Of(call, null);
            }

            dims.Insert(axis, 1);
        }

        return Of(call, OnnxShape.Create([.. dims]));
    }

    private static OnnxTensorType? SliceType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape || call.Integers(1) is not { } starts || call.Integers(2) is not { } ends)
        {
            return Of(call, null);
        }

        long[]? axes = call.Has(3) ? call.Integers(3) : [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        long[]? steps = call.Has(4) ? call.Integers(4) : [.. starts.Select(_ => 1L)];
        if (axes is null || steps is null || axes.Length != starts.Length || ends.Length != starts.Length || steps.Length != starts.Length)
        {
            return Of(call, null);
        }

        OnnxDim[] dims = [.. shape];
        for (int i = 0; i < starts.Length; i++)
        {
            int axis = Shapes.Axis(axes[i], shape.Rank);
            if (axis < 0)
            {
                return Of(call, null);
            }

            dims[axis] = shape[axis].Size is { } size && steps[i] == 1
                ? Math.Max(0, Math.Clamp(ends[i] < 0 ? ends[i] + size : ends[i], 0, size) - Math.Clamp(starts[i] < 0 ? starts[i] + size : starts[i], 0, size))
                : OnnxDim.Unknown;
        }

        return Of(call, OnnxShape.Create(dims));
    }

    private static OnnxTensorType? PadType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape || call.Integers(1) is not { } pads || call.Has(3) || pads.Length != shape.Rank * 2)
        {
            return Of(call, null);
        }

        return Of(call, OnnxShape.Create([.. shape.Select((d, i) => pads[i] + pads[i + shape.Rank] == 0 ? d : d.Size is { } size ? size + pads[i] + pads[i + shape.Rank] : OnnxDim.Unknown)]));
    }

    private static OnnxTensorType? ResizeType(OperatorCall call)
    {
        if (call.Shape(0) is not { } shape || call.Node.Attribute("axes") is not null)
        {
            return Of(call, null);
        }

        float[]? scales = call.Floats(2);
        return Of(call, OnnxShape.Create([.. shape.Select((d, i) => scales is null || scales.Length != shape.Rank ? OnnxDim.Unknown
            : scales[i] == 1 ? d : d.Size is { } size ? (long)Math.Floor(size * (double)scales[i]) : OnnxDim.Unknown)]));
    }

    private static OnnxTensorType? SplitType(OperatorCall call, int output)
    {
        if (call.Shape(0) is not { } shape || Shapes.Axis(call.Node.IntAttribute("axis", 0), shape.Rank) is var axis && axis < 0)
        {
            return Of(call, null);
        }

        OnnxDim part = call.Integers(1) is { } sizes && output < sizes.Length ? sizes[output]
            : !call.Has(1) && shape[axis].Size is { } size && size % call.OutputCount == 0 ? size / call.OutputCount : OnnxDim.Unknown;
        return Of(call, Shapes.With(shape, axis, part));
    }

    private static OnnxTensorType? OneHotType(OperatorCall call)
    {
        if (call.Type(2) is not { } values)
        {
            return null;
        }

        OnnxDim depth = call.Integers(1) is [var known] ? OnnxDim.Fixed(known) : OnnxDim.Unknown;
        if (call.Shape(0) is not { } indices || Shapes.Axis(call.Node.IntAttribute("axis", -1), indices.Rank + 1) is var axis && axis < 0)
        {
            return new(values.ElementType);
        }

        return new(values.ElementType, OnnxShape.Create([.. indices.Take(axis), depth, .. indices.Skip(axis)]));
    }

    private static OnnxTensorType? ConstantType(OperatorCall call) => call.Node.Attributes.FirstOrDefault() switch
    {
        { Kind: OnnxAttributeKind.Tensor } a => a.AsTensor().Type,
        { Kind: OnnxAttributeKind.Float } => new(OnnxElementType.Float, OnnxShape.Scalar),
        { Kind: OnnxAttributeKind.Int } => new(OnnxElementType.Int64, OnnxShape.Scalar),
        { Kind: OnnxAttributeKind.String } => new(OnnxElementType.String, OnnxShape.Scalar),
        { Kind: OnnxAttributeKind.Floats } a => new(OnnxElementType.Float, OnnxShape.Of(a.AsFloats().Length)),
        { Kind: OnnxAttributeKind.Ints } a => new(OnnxElementType.Int64, OnnxShape.Of(a.AsInts().Length)),
        { Kind: OnnxAttributeKind.Strings } a => new(OnnxElementType.String, OnnxShape.Of(a.AsBytesList().Length)),
        _ => null,
    };
}
