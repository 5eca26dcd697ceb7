using AiInfra.Onnx;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Normalisations.</summary>
internal static class NormalizationConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<BatchNorm>(ConvertBatch)
        .Add<LayerNorm>((m, x, c) => Layer(c, x, m.normalized_shape, m.elementwise_affine ? m.weight : null, m.elementwise_affine ? m.bias : null, m.eps))
        .Add<RmsNorm>(ConvertRootMeanSquare)
        .Add<InstanceNorm>(ConvertInstance)
        .Add<GroupNorm>(ConvertGroup)
        .Add<LocalResponseNorm>(ConvertResponse);

    /// <summary>Normalises over the last dimensions.</summary>
    public static OnnxValue Layer(ExportContext context, OnnxValue x, long[] shape, Tensor? weight, Tensor? bias, double epsilon, string prefix = "")
    {
        using Tensor? plain = weight is null ? ones(shape) : null;
        OnnxValue scale = context.Constant(prefix + "weight", plain ?? weight!);
        OnnxValue shift = bias is { } b ? context.Constant(prefix + "bias", b) : default;
        return context.Graph.Node("LayerNormalization", [x, scale, shift], [("axis", -shape.Length), ("epsilon", (float)epsilon)]);
    }

    private static OnnxValue ConvertBatch(BatchNorm norm, OnnxValue x, ExportContext context) => norm.running_mean is not null
        ? Running(norm, x, context)
        : throw context.Unsupported(norm, "it keeps no running figures: its answer to a row would hang on the other rows of the batch");

    private static OnnxValue ConvertInstance(InstanceNorm norm, OnnxValue x, ExportContext context)
    {
        if (norm.running_mean is not null)
        {
            return Running(norm, x, context);
        }

        using Tensor? plainWeight = norm.affine ? null : ones(norm.num_features);
        using Tensor? plainBias = norm.affine ? null : zeros(norm.num_features);
        return context.Graph.Node(
            "InstanceNormalization", [x, context.Constant("weight", plainWeight ?? norm.weight!), context.Constant("bias", plainBias ?? norm.bias!)], [("epsilon", (float)norm.eps)]);
    }

    /// <summary>In single operators: the one of ONNX is of set 23. Runtimes know the pattern.</summary>
    private static OnnxValue ConvertRootMeanSquare(RmsNorm norm, OnnxValue x, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue mean = graph.ReduceMean(graph.Mul(x, x), [-1]);
        OnnxValue root = graph.Sqrt(graph.Add(mean, context.Scalar(x, norm.Epsilon, "epsilon")));
        return graph.Mul(graph.Div(x, root), context.Parameter(norm.Weight));
    }

    private static OnnxValue Running(NormBase norm, OnnxValue x, ExportContext context)
    {
        using Tensor? plainWeight = norm.affine ? null : ones_like(norm.running_mean!);
        using Tensor? plainBias = norm.affine ? null : zeros_like(norm.running_mean!);
        return context.Graph.Node(
            "BatchNormalization",
            [x, context.Constant("weight", plainWeight ?? norm.weight!), context.Constant("bias", plainBias ?? norm.bias!), context.Constant("mean", norm.running_mean!), context.Constant("variance", norm.running_var!)],
            [("epsilon", (float)norm.eps)]);
    }

    /// <summary>Each group as one channel of an instance normalisation, then the weights of the channels: it is so in every operator set.</summary>
    private static OnnxValue ConvertGroup(GroupNorm norm, OnnxValue x, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        int rank = context.Rank(norm, x);
        OnnxValue groups = graph.Reshape(x, [0, norm.num_groups, -1]);
        OnnxValue normal = graph.Node(
            "InstanceNormalization",
            [groups, graph.Initializer("ones", Enumerable.Repeat(1f, (int)norm.num_groups).ToArray()), graph.Initializer("zeros", new float[norm.num_groups])],
            [("epsilon", (float)norm.eps)]);
        OnnxValue back = graph.Reshape(normal, graph.Shape(x), x.Shape);
        if (!norm.affine)
        {
            return back;
        }

        long[] shape = [-1, .. Enumerable.Repeat(1L, rank - 2)];
        using Tensor weight = norm.weight!.detach().reshape(shape);
        using Tensor bias = norm.bias!.detach().reshape(shape);
        return graph.Add(graph.Mul(back, context.Constant("weight", weight)), context.Constant("bias", bias));
    }

    private static OnnxValue ConvertResponse(LocalResponseNorm norm, OnnxValue x, ExportContext context)
    {
        // ONNX puts the larger half of an even window behind, torch before.
        if (norm.size % 2 == 0)
        {
            throw context.Unsupported(norm, $"its size must be odd, not {norm.size}");
        }

        // ONNX Runtime takes four dimensions; those behind the channels don't matter to each other.
        OnnxGraphBuilder graph = context.Graph;
        return context.Rank(norm, x) switch
        {
            3 => graph.Squeeze(Node(graph.Unsqueeze(x, [3])), [3]),
            4 => Node(x),
            _ => graph.Reshape(Node(graph.Reshape(x, [0, 0, 0, -1])), graph.Shape(x), x.Shape),
        };

        OnnxValue Node(OnnxValue images) => graph.Node("LRN", [images], [("size", norm.size), ("alpha", (float)norm.alpha), ("beta", (float)norm.beta), ("bias", (float)norm.k)]);
    }
}
