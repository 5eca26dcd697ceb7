using AiInfra.Onnx;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Containers, linear layers, embeddings, shapes, and the models of this package.</summary>
internal static class BasicConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .Add<Linear>(ConvertLinear)
        .Add<MemberLinear>((m, x, c) => c.Graph.Add(c.Graph.MatMul(x, c.Constant("weight", m.Weight)), c.Constant("bias", m.Bias)))
        .Add<Embedding>((m, x, c) => c.Graph.Gather(c.Constant("weight", m.weight!), x))
        .Add<Dropout>((_, x, _) => x)
        .Add<Dropout1d>((_, x, _) => x)
        .Add<Dropout2d>((_, x, _) => x)
        .Add<AlphaDropout>((_, x, _) => x)
        .Add<Identity>((_, x, _) => x)
        .Add<Flatten>(ConvertFlatten)
        .Add<Sequential>((m, x, c) => Chain(m, x, c))
        .Add<Recomputed>((m, x, c) => c.Convert(m.Inner, "inner", x))
        .Add<Mlp>(ConvertMlp);

    private static OnnxValue Chain(Sequential sequential, OnnxValue x, ExportContext context)
    {
        foreach ((string name, nn.Module child) in sequential.named_children())
        {
            x = context.Convert(child, name, x);
        }

        return x;
    }

    private static OnnxValue ConvertLinear(Linear linear, OnnxValue x, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        if (x.Shape is { Rank: 2 })
        {
            return graph.Gemm(x, context.Constant("weight", linear.weight), linear.bias is { } b ? context.Constant("bias", b) : default, transB: true);
        }

        // Gemm takes matrices only.
        using Tensor transposed = linear.weight.detach().t();
        OnnxValue product = graph.MatMul(x, context.Constant("weight", transposed));
        return linear.bias is { } bias ? graph.Add(product, context.Constant("bias", bias)) : product;
    }

    private static OnnxValue ConvertFlatten(Flatten flatten, OnnxValue x, ExportContext context)
    {
        int rank = x.Shape?.Rank ?? 0;
        if (flatten.start_dim == 1 && (flatten.end_dim == -1 || flatten.end_dim == rank - 1))
        {
            return context.Graph.Flatten(x, 1);
        }

        if (x.Shape is null)
        {
            throw context.Unsupported(flatten, "the rank of its input is not known");
        }

        long start = flatten.start_dim < 0 ? flatten.start_dim + rank : flatten.start_dim;
        long end = flatten.end_dim < 0 ? flatten.end_dim + rank : flatten.end_dim;
        if (end != rank - 1)
        {
            throw context.Unsupported(flatten, "only the last dimensions can be flattened");
        }

        // In Reshape, 0 keeps a dimension and -1 takes what is left.
        return context.Graph.Reshape(x, [.. Enumerable.Repeat(0L, (int)start), -1L]);
    }

    private static OnnxValue ConvertMlp(Mlp mlp, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        int expected = mlp.Embeddings.Count > 0 ? 2 : 1;
        if (inputs.Count != expected)
        {
            throw context.Unsupported(mlp, $"it takes {expected} input(s), {inputs.Count} were given");
        }

        OnnxValue x = inputs[0];
        if (expected == 2)
        {
            var parts = new List<OnnxValue>();
            if (mlp.Shape.Width > 0)
            {
                parts.Add(x);
            }

            for (int i = 0; i < mlp.Embeddings.Count; i++)
            {
                OnnxValue column = context.Graph.Gather(inputs[1], context.Graph.Constant((long)i, "column"), axis: 1);
                parts.Add(context.Convert(mlp.Embeddings[i], $"embeddings.{i}", column));
            }

            x = parts.Count == 1 ? parts[0] : context.Graph.Concat([.. parts], 1);
        }

        OnnxValue output = context.Convert(mlp.Layers, "layers", x);
        if (mlp.Design.Members == 1)
        {
            return output;
        }

        OnnxGraphBuilder graph = context.Graph;
        OnnxValue sum = graph.ReduceSum(mlp.Shape.Outputs == 1 ? output : graph.Softmax(output, 2), [0], keepDims: false);
        OnnxValue mean = graph.Mul(sum, graph.Constant(1f / mlp.Design.Members, "share"));
        return mlp.Shape.Outputs == 1 ? mean : graph.Log(mean);
    }
}
