namespace AiInfra.Onnx.Operators;

/// <summary>Operators that work element by element, and the matrix products.</summary>
internal static class ElementwiseRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        .. Many(Same(1), "Relu", "Neg", "Abs", "Sign"),
        .. Many(Same(1) with { Accepts = OnnxElementTypes.IsFloat }, "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Exp", "Log", "Sqrt", "Reciprocal",
            "Floor", "Ceil", "Round", "Sin", "Cos", "Tan", "Atan", "Erf", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign", "HardSigmoid", "HardSwish", "Gelu", "Mish", "Celu", "Shrink", "ThresholdedRelu", "LRN",
            "Sinh", "Cosh", "Asin", "Acos", "Asinh", "Acosh", "Atanh", "LpNormalization"),
        .. Many(Same(3) with { SameType = 0b111, Accepts = OnnxElementTypes.IsFloat }, "InstanceNormalization", "GroupNormalization"),
        .. Many(Same(1), "Identity"),
        .. Many(Same(1) with { Accepts = t => t == OnnxElementType.Bool }, "Not"),
        .. Many(Same(1) with { MaxInputs = 3, SameType = 0b111 }, "Clip"),
        .. Many(Same(1) with { MaxInputs = 3, MaxOutputs = 2, Others = (c, _) => Bool(c.Shape(0)) }, "Dropout"),
        .. Many(Same(2) with { MaxInputs = 3, MaxOutputs = 3, Accepts = OnnxElementTypes.IsFloat }, "LayerNormalization"),
        .. Many(Same(5) with { MaxOutputs = 3, Accepts = OnnxElementTypes.IsFloat }, "BatchNormalization"),
        .. Many(Binary(c => c.Type(0)?.ElementType ?? c.Type(1)?.ElementType), "Add", "Sub", "Mul", "Div", "Mod", "PRelu"),
        .. Many(Binary(c => c.Type(0)?.ElementType) with { SameType = 0 }, "Pow"),
        .. Many(Binary(_ => OnnxElementType.Bool), "Equal", "Greater", "Less", "GreaterOrEqual", "LessOrEqual"),
        .. Many(Binary(_ => OnnxElementType.Bool) with { Accepts = t => t == OnnxElementType.Bool }, "And", "Or", "Xor"),
        .. Many(new(1, int.MaxValue, 1, Variadic) { SameType = -1 }, "Min", "Max", "Sum", "Mean"),
        .. Many(new(1, 1, 1, c => Bool(c.Shape(0))) { Accepts = OnnxElementTypes.IsFloat }, "IsNaN", "IsInf"),
        ("Where", new(3, 3, 1, WhereType) { SameType = 0b110, Accepts = t => t == OnnxElementType.Bool }),
        ("Cast", new(1, 1, 1, CastType) { Check = c => c.Node.Attribute("to") is null ? "needs the attribute 'to'" : null }),
        ("MatMul", new(2, 2, 1, MatMulType) { SameType = 0b11, Check = MatMulProblem }),
        ("Gemm", new(2, 3, 1, GemmType) { SameType = 0b111, Check = GemmProblem }),
    ];

    private static IEnumerable<(string, OperatorRule)> Many(OperatorRule rule, params string[] names) => names.Select(n => (n, rule));

    private static OperatorRule Same(int inputs) => new(inputs, inputs, 1, c => c.Type(0));

    private static OnnxTensorType Bool(OnnxShape? shape) => new(OnnxElementType.Bool, shape);

    private static OnnxTensorType? Of(OnnxElementType? type, OnnxShape? shape) => type is { } known and not OnnxElementType.Undefined ? new(known, shape) : null;

    private static OperatorRule Binary(Func<OperatorCall, OnnxElementType?> type) => new(2, 2, 1, c => Of(type(c), Shapes.Broadcast(c.Shape(0), c.Shape(1))))
    {
        SameType = 0b11,
        Check = c => Shapes.Clash(c.Shape(0), c.Shape(1)) ? $"{c.Shape(0)} and {c.Shape(1)} do not broadcast" : null,
    };

    private static OnnxTensorType? Variadic(OperatorCall call)
    {
        OnnxShape? shape = call.Shape(0);
        for (int i = 1; i < call.Inputs.Length; i++)
        {
            shape = Shapes.Broadcast(shape, call.Shape(i));
        }

        return Of(call.Type(0)?.ElementType, shape);
    }

    private static OnnxTensorType? WhereType(OperatorCall call) => Of(
        call.Type(1)?.ElementType ?? call.Type(2)?.ElementType,
        Shapes.Broadcast(call.Shape(0), Shapes.Broadcast(call.Shape(1), call.Shape(2))));

    private static OnnxTensorType? CastType(OperatorCall call) => Of((OnnxElementType)call.Node.IntAttribute("to", 0), call.Shape(0));

    private static OnnxTensorType? MatMulType(OperatorCall call) => Of(call.Type(0)?.ElementType, MatMulShape(call));

    public static OnnxShape? MatMulShape(OperatorCall call)
    {
        OnnxShape? a = call.Shape(0);
        OnnxShape? b = call.Shape(1);
        if (a is null || b is null || a.Rank == 0 || b.Rank == 0)
        {
            return null;
        }

        OnnxDim[] rows = a.Rank > 1 ? [a[-2]] : [];
        OnnxDim[] columns = b.Rank > 1 ? [b[-1]] : [];
        OnnxShape? outer = Shapes.Broadcast(OnnxShape.Create([.. a.SkipLast(2)]), OnnxShape.Create([.. b.SkipLast(2)]));
        return outer is null ? null : OnnxShape.Create([.. outer, .. rows, .. columns]);
    }

    public static string? MatMulProblem(OperatorCall call) =>
        call.Shape(0) is { Rank: > 0 } a && call.Shape(1) is { Rank: > 0 } b && Shapes.Differ(a[-1], b[b.Rank > 1 ? -2 : -1])
            ? $"the inner sizes of {a} and {b} differ"
            : null;

    private static OnnxTensorType? GemmType(OperatorCall call) =>
        call.Shape(0) is { Rank: 2 } a && call.Shape(1) is { Rank: 2 } b
            ? Of(call.Type(0)?.ElementType, OnnxShape.Create([a[call.Node.IntAttribute("transA", 0) != 0 ? 1 : 0], b[call.Node.IntAttribute("transB", 0) != 0 ? 0 : 1]]))
            : Of(call.Type(0)?.ElementType, null);

    private static string? GemmProblem(OperatorCall call)
    {
        if (call.Shape(0) is not { } a || call.Shape(1) is not { } b)
        {
            return null;
        }

        if (a.Rank != 2 || b.Rank != 2)
        {
            return $"takes matrices; the shapes are {a} and {b}";
        }

        OnnxDim inner = a[call.Node.IntAttribute("transA", 0) != 0 ? 0 : 1];
        return Shapes.Differ(inner, b[call.Node.IntAttribute("transB", 0) != 0 ? 1 : 0]) ? $"the inner sizes of {a} and {b} differ"
            : call.Has(2) && Shapes.Clash(GemmType(call)?.Shape, call.Shape(2)) ? $"the bias {call.Shape(2)} does not broadcast to {GemmType(call)?.Shape}" : null;
    }
}
