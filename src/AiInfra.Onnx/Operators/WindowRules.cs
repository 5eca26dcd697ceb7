namespace AiInfra.Onnx.Operators;

/// <summary>Operators that slide a window over space: convolutions and pools.</summary>
internal static class WindowRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        ("Conv", new(2, 3, 1, ConvType) { SameType = 0b111, Check = ConvProblem }),
        ("MaxPool", new(1, 1, 2, Pool) { Others = (c, _) => Pool(c) is { } type ? type with { ElementType = OnnxElementType.Int64 } : null }),
        ("AveragePool", new(1, 1, 1, Pool)),
        ("LpPool", new(1, 1, 1, Pool)),
        ("ConvTranspose", new(2, 3, 1, Transposed) { SameType = 0b111, Check = TransposedProblem }),
        ("DepthToSpace", new(1, 1, 1, c => Blocks(c, c.Node.IntAttribute("blocksize", 1), grows: true))),
        ("SpaceToDepth", new(1, 1, 1, c => Blocks(c, c.Node.IntAttribute("blocksize", 1), grows: false))),
        ("GlobalAveragePool", new(1, 1, 1, Global)),
        ("GlobalMaxPool", new(1, 1, 1, Global)),
    ];

    public static OnnxTensorType? ConvType(OperatorCall call) => Windowed(call, Kernel(call, call.Shape(1)), call.Shape(1)?[0] ?? default);

    private static OnnxTensorType? Pool(OperatorCall call) => Windowed(call, Kernel(call, null), call.Shape(0) is { Rank: > 1 } shape ? shape[1] : default);

    private static OnnxTensorType? Global(OperatorCall call) =>
        call.Type(0) is { } type ? new(type.ElementType, type.Shape is { Rank: > 2 } shape ? OnnxShape.Create([.. shape.Select((d, i) => i < 2 ? d : 1)]) : null) : null;

    private static long[]? Kernel(OperatorCall call, OnnxShape? weights) =>
        call.Node.Attribute("kernel_shape") is { Kind: OnnxAttributeKind.Ints } said ? said.AsInts()
        : weights is { Rank: > 2 } && weights.Skip(2).All(d => d.Size is not null) ? [.. weights.Skip(2).Select(d => d.Size!.Value)] : null;

    private static string? ConvProblem(OperatorCall call)
    {
        if (call.Shape(0) is not { Rank: > 2 } x || call.Shape(1) is not { Rank: > 2 } w)
        {
            return null;
        }

        return x.Rank != w.Rank ? $"the ranks of {x} and the weights {w} differ"
            : x[1].Size is { } channels && w[1].Size is { } each && channels != each * call.Node.IntAttribute("group", 1) ? $"{x} has {channels} channels, the weights {w} need {each * call.Node.IntAttribute("group", 1)}"
            : null;
    }

    private static string? TransposedProblem(OperatorCall call) =>
        call.Shape(0) is { Rank: > 2 } x && call.Shape(1) is { Rank: > 2 } w && (x.Rank != w.Rank || Shapes.Differ(x[1], w[0]))
            ? $"{x} and the weights {w} do not fit: [batch, in, …] and [in, out / group, …]"
            : null;

    private static OnnxTensorType? Transposed(OperatorCall call)
    {
        if (call.Type(0) is not { Shape.Rank: > 2 } type || call.Shape(1) is not { } weights || Kernel(call, weights) is not { } kernel || kernel.Length != type.Shape.Rank - 2)
        {
            return call.Type(0) is { } known ? known with { Shape = null } : null;
        }

        long[] strides = Ints(call, "strides", kernel.Length, 1);
        long[] dilations = Ints(call, "dilations", kernel.Length, 1);
        long[] pads = Ints(call, "pads", kernel.Length * 2, 0);
        long[] more = Ints(call, "output_padding", kernel.Length, 0);
        bool plain = call.Node.Attribute("auto_pad") is null && call.Node.Attribute("output_shape") is null;
        OnnxDim channels = weights[1].Size is { } each ? each * call.Node.IntAttribute("group", 1) : default(OnnxDim);
        return type with
        {
            Shape = OnnxShape.Create([type.Shape[0], channels, .. kernel.Select((size, i) => plain && type.Shape[i + 2].Size is { } length
                ? OnnxDim.Fixed(((length - 1) * strides[i]) - pads[i] - pads[i + kernel.Length] + (dilations[i] * (size - 1)) + 1 + more[i])
                : OnnxDim.Unknown)]),
        };
    }

    private static OnnxTensorType? Blocks(OperatorCall call, long size, bool grows)
    {
        if (call.Type(0) is not { } type || type.Shape is not { Rank: 4 } shape || size < 1)
        {
            return call.Type(0) is { } known ? known with { Shape = null } : null;
        }

        OnnxDim Scaled(OnnxDim dim, bool up, long by) => dim.Size is { } length ? up ? length * by : length / by : OnnxDim.Unknown;
        return type with { Shape = [shape[0], Scaled(shape[1], !grows, size * size), Scaled(shape[2], grows, size), Scaled(shape[3], grows, size)] };
    }

    private static OnnxTensorType? Windowed(OperatorCall call, long[]? kernel, OnnxDim channels)
    {
        if (call.Type(0) is not { } type)
        {
            return null;
        }

        string padding = call.Node.Attribute("auto_pad") is { Kind: OnnxAttributeKind.String } pad ? pad.AsText() : "NOTSET";
        if (type.Shape is not { Rank: > 2 } shape || kernel is null || kernel.Length != shape.Rank - 2 || padding is not ("NOTSET" or "VALID") || call.Node.IntAttribute("ceil_mode", 0) != 0)
        {
            return type with { Shape = type.Shape is { } known ? OnnxShape.Create([.. known.Select((d, i) => i == 0 ? d : i == 1 ? channels : OnnxDim.Unknown)]) : null };
        }

        long[] strides = Ints(call, "strides", kernel.Length, 1);
        long[] dilations = Ints(call, "dilations", kernel.Length, 1);
        long[] pads = Ints(call, "pads", kernel.Length * 2, 0);
        return type with
        {
            Shape = OnnxShape.Create([shape[0], channels, .. kernel.Select((size, i) => shape[i + 2].Size is { } length && strides[i] > 0
                ? OnnxDim.Fixed(Math.Max(0, ((length + pads[i] + pads[i + kernel.Length] - (dilations[i] * (size - 1)) - 1) / strides[i]) + 1))
                : OnnxDim.Unknown)]),
        };
    }

    private static long[] Ints(OperatorCall call, string name, int count, long otherwise) =>
        call.Node.Attribute(name) is { Kind: OnnxAttributeKind.Ints } said && said.AsInts().Length == count ? said.AsInts() : [.. Enumerable.Repeat(otherwise, count)];
}
