using AiInfra.Onnx;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Linear layers.</summary>
internal static class LinearConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Linear>((m, x, c) => Apply(c, x, m.weight, m.bias))
        .Add<MemberLinear>((m, x, c) => c.Graph.Add(c.Graph.MatMul(x, c.Constant("weight", m.Weight)), c.Constant("bias", m.Bias)))
        .Add<Bilinear>(ConvertBilinear);

    /// <summary>x · weightᵀ + bias, over the last dimension.</summary>
    public static OnnxValue Apply(ExportContext context, OnnxValue x, Tensor weight, Tensor? bias, string name = "weight", string biasName = "bias")
    {
        OnnxGraphBuilder graph = context.Graph;
        if (x.Shape is { Rank: 2 })
        {
            return graph.Gemm(x, context.Constant(name, weight), bias is { } b ? context.Constant(biasName, b) : default, transB: true);
        }

        // Gemm takes matrices only.
        using IDisposable grad = no_grad();
        using Tensor transposed = weight.detach().t();
        OnnxValue product = graph.MatMul(x, context.Constant(name, transposed));
        return bias is { } added ? graph.Add(product, context.Constant(biasName, added)) : product;
    }

    /// <summary>y[o] = x1ᵀ W[o] x2 + b[o].</summary>
    private static OnnxValue ConvertBilinear(Bilinear bilinear, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(bilinear, inputs, 2, 2);
        OnnxGraphBuilder graph = context.Graph;
        int rank = context.Rank(bilinear, inputs[0]);
        Tensor weight = bilinear.weight!;
        (long outputs, long first, long second) = (weight.shape[0], weight.shape[1], weight.shape[2]);
        using IDisposable grad = no_grad();
        using Tensor flat = weight.detach().permute(1, 0, 2).reshape(first, outputs * second);
        OnnxValue product = graph.MatMul(inputs[0], context.Constant("weight", flat));
        OnnxValue rows = graph.Reshape(product, [.. Enumerable.Repeat(0L, rank - 1), outputs, second]);
        OnnxValue sum = graph.ReduceSum(graph.Mul(rows, graph.Unsqueeze(inputs[1], [rank - 1])), [-1], keepDims: false);
        return bilinear.bias is { } bias ? graph.Add(sum, context.Constant("bias", bias)) : sum;
    }
}
