using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;

namespace AiInfra.Training.Export;

/// <summary>Activations and softmax.</summary>
internal static class ActivationConverters
{
    // Beyond it, TorchSharp's softplus is the identity; below, e^-20 is under what a float tells apart.
    private const double UsualThreshold = 20;

    public static void AddTo(ModuleConverters converters) => converters
        .Add<ReLU>((_, x, c) => c.Graph.Relu(x))
        .Add<Tanh>((_, x, c) => c.Graph.Tanh(x))
        .Add<Sigmoid>((_, x, c) => c.Graph.Sigmoid(x))
        .Add<SiLU>((_, x, c) => c.Graph.Mul(x, c.Graph.Sigmoid(x)))
        .Add<GELU>((m, x, c) => Gelu(c.Graph, x, m.approximate == GELU.Approximate.tanh))
        .Add<LeakyReLU>((m, x, c) => Leaky(c, x, m.negative_slope))
        .Add<RReLU>((m, x, c) => Leaky(c, x, (m.lower + m.upper) / 2))
        .Add<PReLU>((m, x, c) => c.Graph.Node("PRelu", [x, Slopes(m, x, c)]))
        .Add<ELU>((m, x, c) => c.Graph.Node("Elu", [x], [("alpha", (float)m.alpha)]))
        .Add<CELU>((m, x, c) => c.Graph.Node("Celu", [x], [("alpha", (float)m.alpha)]))
        .Add<SELU>((_, x, c) => c.Graph.Node("Selu", [x], [("alpha", 1.6732632f), ("gamma", 1.0507010f)]))
        .Add<Mish>((_, x, c) => c.Graph.Opset >= 18 ? c.Graph.Node("Mish", [x]) : c.Graph.Mul(x, c.Graph.Tanh(c.Graph.Node("Softplus", [x]))))
        .Add<Softsign>((_, x, c) => c.Graph.Node("Softsign", [x]))
        .Add<ReLU6>((_, x, c) => c.Graph.Clip(x, c.Scalar(x, 0, "min"), c.Scalar(x, 6, "max")))
        .Add<Hardtanh>(ConvertHardtanh)
        .Add<Hardsigmoid>((_, x, c) => c.Graph.Node("HardSigmoid", [x], [("alpha", 1f / 6), ("beta", 0.5f)]))
        .Add<Hardswish>((_, x, c) => c.Graph.Node("HardSwish", [x]))
        .Add<Hardshrink>((m, x, c) => c.Graph.Node("Shrink", [x], [("lambd", (float)m.lambda), ("bias", 0f)]))
        .Add<Softshrink>((m, x, c) => c.Graph.Node("Shrink", [x], [("lambd", (float)m.lambda), ("bias", (float)m.lambda)]))
        .Add<Tanhshrink>((_, x, c) => c.Graph.Sub(x, c.Graph.Tanh(x)))
        .Add<Threshold>((m, x, c) => c.Graph.Where(c.Graph.Greater(x, c.Scalar(x, m.threshold, "threshold")), x, c.Scalar(x, m.value, "value")))
        .Add<LogSigmoid>((_, x, c) => c.Graph.Neg(c.Graph.Node("Softplus", [c.Graph.Neg(x)])))
        .Add<Softplus>(ConvertSoftplus)
        .Add<GLU>(ConvertGlu)
        .Add<Softmax>((m, x, c) => c.Graph.Softmax(x, (int)m.dim))
        .Add<LogSoftmax>((m, x, c) => c.Graph.LogSoftmax(x, (int)m.dim))
        .Add<Softmin>((m, x, c) => c.Graph.Softmax(c.Graph.Neg(x), (int)m.dim))
        .Add<Softmax2d>((_, x, c) => c.Graph.Softmax(x, -3));

    public static OnnxValue Gelu(OnnxGraphBuilder graph, OnnxValue x, bool tanh = false)
    {
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

    private static OnnxValue Leaky(ExportContext context, OnnxValue x, double slope) => context.Graph.Node("LeakyRelu", [x], [("alpha", (float)slope)]);

    /// <summary>A slope a channel: torch's channels are the second dimension, ONNX broadcasts from the last.</summary>
    private static OnnxValue Slopes(PReLU module, OnnxValue x, ExportContext context)
    {
        long count = module.weight!.shape[0];
        int rank = context.Rank(module, x);
        using TorchSharp.torch.Tensor slopes = count == 1 ? module.weight.detach() : module.weight.detach().reshape([count, .. Enumerable.Repeat(1L, Math.Max(0, rank - 2))]);
        return context.Constant("weight", slopes);
    }

    private static OnnxValue ConvertSoftplus(Softplus module, OnnxValue x, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue scaled = module.beta == 1 ? x : graph.Mul(x, context.Scalar(x, module.beta, "beta"));
        OnnxValue soft = graph.Node("Softplus", [scaled]);
        soft = module.beta == 1 ? soft : graph.Div(soft, context.Scalar(x, module.beta, "beta"));
        return module.threshold >= UsualThreshold ? soft : graph.Where(graph.Greater(scaled, context.Scalar(x, module.threshold, "threshold")), x, soft);
    }

    private static OnnxValue ConvertHardtanh(Hardtanh module, OnnxValue x, ExportContext context)
    {
        // That of TorchSharp 0.107.0 hands its input on as it is; a graph that limits would not be what was trained.
        using TorchSharp.torch.Tensor asked = TorchSharp.torch.tensor([(float)module.min_val - 1, (float)module.max_val + 1]);
        using TorchSharp.torch.Tensor answer = module.call(asked);
        return answer[0].ToDouble() >= module.min_val && answer[1].ToDouble() <= module.max_val
            ? context.Graph.Clip(x, context.Scalar(x, module.min_val, "min"), context.Scalar(x, module.max_val, "max"))
            : throw context.Unsupported(module, $"this TorchSharp's module does not limit to {module.min_val} and {module.max_val}, as it should. Limit by clamp in a forward method of your own, and by Graph.Clip in its {nameof(IExportable)}");
    }

    private static OnnxValue ConvertGlu(GLU module, OnnxValue x, ExportContext context)
    {
        OnnxValue[] halves = context.Graph.SplitEvenly(x, 2, context.Axis(module, x, module.dim));
        return context.Graph.Mul(halves[0], context.Graph.Sigmoid(halves[1]));
    }
}
