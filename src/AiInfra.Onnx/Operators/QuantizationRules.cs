namespace AiInfra.Onnx.Operators;

/// <summary>Operators of numbers in 8 bits.</summary>
internal static class QuantizationRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        ("QuantizeLinear", new(2, 3, 1, c => new(c.Type(2)?.ElementType is { } zero and not OnnxElementType.Undefined ? zero : OnnxElementType.UInt8, c.Shape(0)))),
        ("DequantizeLinear", new(2, 3, 1, c => c.Type(1) is { } scale ? new(scale.ElementType, c.Shape(0)) : null) { SameType = 0b101 }),
        ("DynamicQuantizeLinear", new(1, 1, 3, c => new(OnnxElementType.UInt8, c.Shape(0)))
        {
            Accepts = t => t == OnnxElementType.Float,
            Others = (_, output) => new(output == 1 ? OnnxElementType.Float : OnnxElementType.UInt8, OnnxShape.Scalar),
        }),
        ("MatMulInteger", new(2, 4, 1, c => new(OnnxElementType.Int32, ElementwiseRules.MatMulShape(c))) { Check = ElementwiseRules.MatMulProblem }),
        ("ConvInteger", new(2, 4, 1, c => WindowRules.ConvType(c) is { } type ? type with { ElementType = OnnxElementType.Int32 } : null)),
    ];
}
