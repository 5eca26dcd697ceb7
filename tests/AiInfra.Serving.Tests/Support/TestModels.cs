using AiInfra.Onnx;

namespace AiInfra.Serving.Tests.Support;

/// <summary>Small ONNX models whose answers are known.</summary>
internal static class TestModels
{
    /// <summary>input float [N,64] -> probability float [N,2]; weights by seed.</summary>
    public static byte[] Mlp(int seed = 1)
    {
        var random = new Random(seed);
        var g = new OnnxGraphBuilder("mlp");
        OnnxValue x = g.Input("input", OnnxElementType.Float, ["N", 64]);
        foreach ((int from, int to) in new[] { (64, 256), (256, 256), (256, 2) })
        {
            x = g.Gemm(x, g.Initializer("w", Weights(random, from * to, from), from, to), g.Initializer("b", Weights(random, to, from), to));
            x = to == 2 ? g.Softmax(x) : g.Relu(x);
        }

        return g.Output("probability", x).Build().ToBytes();
    }

    /// <summary>x double [N,1] -> value double [N,1] = factor × x; missing x gives -1.</summary>
    public static byte[] Scale(double factor)
    {
        var g = new OnnxGraphBuilder("scale");
        OnnxValue x = g.Input("x", OnnxElementType.Double, ["N", 1]);
        OnnxValue y = g.Where(g.IsNaN(x), g.Constant(-1.0), g.Mul(x, g.Constant(factor)));
        return g.Output("value", y, ["N", 1]).Build().ToBytes();
    }

    /// <summary>The house's raw columns: size double, color string, at int64 -> probability float [N,2] and label string [N]. Large or red is "yes"; a missing instant is "no".</summary>
    public static byte[] Raw()
    {
        var g = new OnnxGraphBuilder("raw");
        OnnxValue size = g.Input("size", OnnxElementType.Double, ["N", 1]);
        OnnxValue color = g.Input("color", OnnxElementType.String, ["N", 1]);
        OnnxValue at = g.Input("at", OnnxElementType.Int64, ["N", 1]);
        OnnxValue number = g.Cast(g.Where(g.IsNaN(size), g.Constant(0.0), size), OnnxElementType.Float);
        OnnxValue red = g.LabelEncoder(color, ["red"], [10f], 0f);
        OnnxValue known = g.Cast(g.Greater(at, g.Constant(long.MinValue)), OnnxElementType.Float);
        OnnxValue score = g.Mul(g.Add(number, red), known);
        OnnxValue yes = g.Sigmoid(g.Sub(score, g.Constant(5f)));
        OnnxValue probability = g.Concat([g.Sub(g.Constant(1f), yes), yes], 1);
        OnnxValue label = g.LabelEncoder(g.ArgMax(probability, 1), [0L, 1L], ["no", "yes"]);
        return g.Output("probability", probability, ["N", 2]).Output("label", label, ["N"])
            .Build(new Dictionary<string, string> { ["aiinfra.classes"] = """["no","yes"]""" }).ToBytes();
    }

    /// <summary>ids int64 [N,L] -> sums int64 [N,1]: rows of one length stack.</summary>
    public static byte[] Sums()
    {
        var g = new OnnxGraphBuilder("sums");
        OnnxValue ids = g.Input("ids", OnnxElementType.Int64, ["N", "L"]);
        return g.Output("sums", g.ReduceSum(ids, [1]), ["N", 1]).Build().ToBytes();
    }

    /// <summary>x double [N,1] -> value double [?, 1]: the output's rows carry no name, so its shape is only known after the run.</summary>
    public static byte[] Nameless()
    {
        var g = new OnnxGraphBuilder("nameless");
        OnnxValue x = g.Input("x", OnnxElementType.Double, ["N", 1]);
        return g.Output("value", g.Add(x, g.Constant(1.0)), [default, 1]).Build().ToBytes();
    }

    /// <summary>x float [N,2] -> found float [K,2]: the rows whose first number is above 0, as a detector leaves out what it is not sure of.</summary>
    public static byte[] Detector()
    {
        var g = new OnnxGraphBuilder("detector");
        OnnxValue x = g.Input("x", OnnxElementType.Float, ["N", 2]);
        OnnxValue sure = g.Squeeze(g.Greater(g.Slice(x, 0, 1, 1), g.Constant(0f)), [1]);
        return g.Output("found", g.Node("Compress", [x, sure], [("axis", 0L)]), ["K", 2], OnnxElementType.Float).Build().ToBytes();
    }

    private static float[] Weights(Random random, int count, int fan)
    {
        var weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(fan));
        }

        return weights;
    }
}
