using AiInfra.Onnx;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>The network of the inference ratios: float [N,64] through 256 and 256 to 2 probabilities, seeded weights.</summary>
internal static class InferModel
{
    public const int Features = 64;

    public static byte[] Create()
    {
        var random = new Random(7);
        var g = new OnnxGraphBuilder("mlp");
        OnnxValue x = g.Input("input", OnnxElementType.Float, ["N", Features]);
        foreach ((int from, int to) in new[] { (Features, 256), (256, 256), (256, 2) })
        {
            OnnxValue w = g.Initializer("w", Weights(random, from * to, from), from, to);
            OnnxValue b = g.Initializer("b", Weights(random, to, from), to);
            x = g.Gemm(x, w, b);
            x = to == 2 ? g.Softmax(x) : g.Relu(x);
        }

        return g.Output("probability", x).Build().ToBytes();
    }

    public static float[][] Rows(int count)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, count).Select(_ => Weights(random, Features, 1))];
    }

    private static float[] Weights(Random random, int count, int fan) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)((random.NextDouble() - 0.5) * 2 / Math.Sqrt(fan)))];
}
