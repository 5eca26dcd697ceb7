using AiInfra.Onnx;
using AiInfra.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>The transformer of tables.</summary>
internal static class FtTransformerConverters
{
    public static void AddTo(ModuleConverters converters) => converters
        .AddMany<FtTransformer>(Convert)
        .AddMany<FeatureTokenizer>(Convert)
        .AddMany<FtTransformerBlock>(Convert);

    private static IReadOnlyList<OnnxValue> Convert(FtTransformer m, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        int expected = m.Shape.Cardinalities is { Count: > 0 } ? 2 : 1;
        context.Inputs(m, inputs, expected, expected);
        OnnxValue x = context.Call(m.Tokens, inputs);
        for (int i = 0; i < m.Blocks.Count; i++)
        {
            x = context.Call(m.Blocks[i], x);
        }

        return [context.Call(m.Layers, context.Graph.Squeeze(x, [1]))];
    }

    private static IReadOnlyList<OnnxValue> Convert(FeatureTokenizer m, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        var parts = new List<OnnxValue>(m.Sizes.Length + 1);
        if (m.Weight is not null)
        {
            Tensor order = tensor(m.Order);
            OnnxValue sorted = graph.Gather(inputs[0], graph.Initializer("order", m.Order), axis: 1);
            OnnxValue[] columns = m.Sizes.Length == 1 ? [sorted] : graph.Split(sorted, m.Sizes, 1);
            Tensor[] weights = m.Weight.index_select(0, order).split(m.Sizes, 0);
            parts.AddRange(columns.Zip(weights, (x, w) => graph.Unsqueeze(graph.MatMul(x, context.Constant("weight", w)), [1])));
        }

        if (m.Table is not null)
        {
            parts.Add(graph.Gather(context.Parameter(m.Table), graph.Add(inputs[1], graph.Initializer("starts", m.Starts)), axis: 0));
        }

        OnnxValue tokens = graph.Add(parts.Count == 1 ? parts[0] : graph.Concat([.. parts], 1), context.Parameter(m.Bias));

        // The answer's token, once for every row: as many as the first token has, of nothing.
        OnnxValue first = graph.Mul(graph.Slice(tokens, 0, 1, 1), graph.Constant(0f, "none"));
        return [graph.Concat([graph.Add(first, context.Parameter(m.Answer)), tokens], 1)];
    }

    private static IReadOnlyList<OnnxValue> Convert(FtTransformerBlock m, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue input = inputs[0], x = m.AttentionNorm is null ? input : context.Call(m.AttentionNorm, input);
        OnnxValue First(OnnxValue v) => m.IsLast ? graph.Slice(v, 0, 1, 1) : v;
        OnnxValue Heads(OnnxValue v, long[] order) => graph.Transpose(graph.Reshape(v, [0, 0, m.HeadCount, m.HeadSize]), order);
        OnnxValue q = graph.Mul(context.Call(m.Query, First(x)), graph.Constant((float)(1 / Math.Sqrt(m.HeadSize)), "scale"));
        OnnxValue scores = graph.MatMul(Heads(q, [0, 2, 1, 3]), Heads(context.Call(m.Key, x), [0, 2, 3, 1]));
        OnnxValue together = graph.Transpose(graph.MatMul(graph.Softmax(scores, -1), Heads(context.Call(m.Value, x), [0, 2, 1, 3])), [0, 2, 1, 3]);
        x = graph.Add(First(input), context.Call(m.Mixed, graph.Reshape(together, [0, 0, m.HeadCount * m.HeadSize])));

        OnnxValue normal = context.Call(m.HiddenNorm, x);
        OnnxValue gated = graph.Mul(context.Call(m.Hidden, normal), graph.Relu(context.Call(m.Gate, normal)));
        return [graph.Add(x, context.Call(m.Output, gated))];
    }
}
