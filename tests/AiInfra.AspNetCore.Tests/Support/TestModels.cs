using AiInfra.Onnx;

namespace AiInfra.AspNetCore.Tests.Support;

/// <summary>Small ONNX models whose answers are known.</summary>
internal static class TestModels
{
    /// <summary>x float [N,2] -> value float [N,1] = factor × (x0 + x1).</summary>
    public static byte[] Sum(float factor)
    {
        var g = new OnnxGraphBuilder("sum");
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["N", 2]);
        OnnxValue w = g.Initializer("w", new[] { factor, factor }, 2, 1);
        return g.Output("value", g.MatMul(x, w)).Build().ToBytes();
    }

    /// <summary>Every element type, each passed on as it is: "in.FP32" -> "out.FP32"…, all of shape [N,2].</summary>
    public static byte[] Echo()
    {
        var g = new OnnxGraphBuilder("echo");
        foreach ((string name, OnnxElementType type) in Types)
        {
            OnnxValue x = g.Input($"in.{name}", type, ["N", 2]);
            g.Output($"out.{name}", g.Identity(x));
        }

        return g.Build().ToBytes();
    }

    /// <summary>text string [N,1] -> label string [N,1] and scores float [N,3]; classes red, green, blue.</summary>
    public static byte[] Classes()
    {
        var g = new OnnxGraphBuilder("classes");
        OnnxValue text = g.Input("text", OnnxElementType.String, ["N", 1]);
        OnnxValue number = g.LabelEncoder(text, ["a", "b"], [1f, 2f], 0f);
        OnnxValue scores = g.MatMul(number, g.Initializer("w", new[] { 1f, 3f, 2f }, 1, 3));
        return g.Output("label", g.Identity(text)).Output("scores", scores)
            .Build(new Dictionary<string, string> { ["aiinfra.classes"] = """["red","green","blue"]""" }).ToBytes();
    }

    /// <summary>p float [N,2] -> q float [N,2], passed on as it is; the classes are named as said.</summary>
    public static byte[] Named(string classes)
    {
        var g = new OnnxGraphBuilder("named");
        return g.Output("q", g.Identity(g.Input("p", OnnxElementType.Float, ["N", 2]))).Build(new Dictionary<string, string> { ["aiinfra.classes"] = classes }).ToBytes();
    }

    /// <summary>x double [N,1] -> value double [N,1]: 1 ÷ x, which is infinite at 0, and NaN for NaN.</summary>
    public static byte[] Inverse()
    {
        var g = new OnnxGraphBuilder("inverse");
        OnnxValue x = g.Input("x", OnnxElementType.Double, ["N", 1]);
        return g.Output("value", g.Div(g.Constant(1.0), x), ["N", 1]).Build().ToBytes();
    }

    public static IReadOnlyList<(string Name, OnnxElementType Type)> Types { get; } =
    [
        ("BOOL", OnnxElementType.Bool), ("UINT8", OnnxElementType.UInt8), ("UINT16", OnnxElementType.UInt16), ("UINT32", OnnxElementType.UInt32), ("UINT64", OnnxElementType.UInt64),
        ("INT8", OnnxElementType.Int8), ("INT16", OnnxElementType.Int16), ("INT32", OnnxElementType.Int32), ("INT64", OnnxElementType.Int64),
        ("FP16", OnnxElementType.Float16), ("FP32", OnnxElementType.Float), ("FP64", OnnxElementType.Double), ("BYTES", OnnxElementType.String),
    ];
}
