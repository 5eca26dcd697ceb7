namespace AiInfra.Onnx.Operators;

/// <summary>Operators of <c>ai.onnx.ml</c>.</summary>
internal static class ClassicRules
{
    public static IEnumerable<(string Name, OperatorRule Rule)> All =>
    [
        ("LabelEncoder", new(1, 1, 1, c => LabelType(c) is { } type ? new(type, c.Shape(0)) : null) { Check = LabelProblem }),
        ("Scaler", new(1, 1, 1, c => new(OnnxElementType.Float, c.Shape(0)))),
        ("Normalizer", new(1, 1, 1, c => new(OnnxElementType.Float, c.Shape(0)))),
        ("Imputer", new(1, 1, 1, c => c.Type(0))),
        ("Binarizer", new(1, 1, 1, c => c.Type(0))),
    ];

    private static OnnxElementType? LabelType(OperatorCall call) => call.Node.Attributes
        .Where(a => a.Name.StartsWith("values_", StringComparison.Ordinal))
        .Select(a => a.Name switch
        {
            "values_int64s" => OnnxElementType.Int64,
            "values_floats" => OnnxElementType.Float,
            "values_strings" => OnnxElementType.String,
            _ => a.Kind == OnnxAttributeKind.Tensor ? a.AsTensor().ElementType : (OnnxElementType?)null,
        })
        .FirstOrDefault();

    private static string? LabelProblem(OperatorCall call)
    {
        int Length(string prefix) => call.Node.Attributes.Where(a => a.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(a => a.Kind switch
        {
            OnnxAttributeKind.Ints => a.AsInts().Length,
            OnnxAttributeKind.Floats => a.AsFloats().Length,
            OnnxAttributeKind.Strings => a.AsBytesList().Length,
            OnnxAttributeKind.Tensor => (int)Math.Min(int.MaxValue, a.AsTensor().Count),
            _ => -1,
        }).FirstOrDefault(-1);
        return Length("keys_") != Length("values_") ? $"has {Length("keys_")} keys and {Length("values_")} values" : null;
    }
}
