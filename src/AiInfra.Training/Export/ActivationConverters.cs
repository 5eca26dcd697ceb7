using AiInfra.Onnx;
using TorchSharp.Modules;

namespace AiInfra.Training.Export;

/// <summary>Activations and softmax.</summary>
internal static class ActivationConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<ReLU>((_, x, c) => c.Graph.Relu(x))
        .Add<Tanh>((_, x, c) => c.Graph.Tanh(x))
        .Add<Sigmoid>((_, x, c) => c.Graph.Sigmoid(x))
        .Add<SiLU>((_, x, c) => c.Graph.Mul(x, c.Graph.Sigmoid(x)))
        .Add<GELU>(ConvertGelu)
        .Add<LeakyReLU>((m, x, c) => c.Graph.Node("LeakyRelu", [x], [("alpha", (float)m.negative_slope)]))
        .Add<ELU>((m, x, c) => c.Graph.Node("Elu", [x], [("alpha", (float)m.alpha)]))
        .Add<Mish>((_, x, c) => c.Graph.Node("Mish", [x]))
        .Add<Softsign>((_, x, c) => c.Graph.Node("Softsign", [x]))
        .Add<ReLU6>((_, x, c) => c.Graph.Clip(x, c.Graph.Constant(0f, "min"), c.Graph.Constant(6f, "max")))
        .Add<Hardtanh>((m, x, c) => c.Graph.Clip(x, c.Graph.Constant((float)m.min_val, "min"), c.Graph.Constant((float)m.max_val, "max")))
        .Add<Softmax>((m, x, c) => c.Graph.Softmax(x, (int)m.dim))
        .Add<LogSoftmax>((m, x, c) => c.Graph.LogSoftmax(x, (int)m.dim))
        .Add<Softplus>((m, x, c) => m.beta == 1 ? c.Graph.Node("Softplus", [x]) : throw c.Unsupported(m, $"beta must be 1, not {m.beta}"));

    private static OnnxValue ConvertGelu(GELU gelu, OnnxValue x, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        bool tanh = gelu.approximate == GELU.Approximate.tanh;
        if (graph.Opset >= 20)
        {
            return graph.Node("Gelu", [x], [("approximate", tanh ? "tanh" : "none")]);
        }

        OnnxValue half = graph.Mul(x, graph.Constant(0.5f, "half"));
        OnnxValue inner;
        if (tanh)
        {
            // 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), Hendrycks and Gimpel 2016.
            OnnxValue cube = graph.Mul(graph.Mul(x, x), graph.Mul(x, graph.Constant(0.044715f, "cubic")));
            inner = graph.Tanh(graph.Mul(graph.Add(x, cube), graph.Constant(0.7978845608f, "scale")));
        }
        else
        {
            inner = graph.Node("Erf", [graph.Mul(x, graph.Constant(0.70710678f, "scale"))]);
        }

        return graph.Mul(half, graph.Add(inner, graph.Constant(1f, "one")));
    }
}
