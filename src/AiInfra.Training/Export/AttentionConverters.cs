using AiInfra.Onnx;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Export;

/// <summary>Multi-head attention over [time, batch, width]: query, key, value, and the masks of the module where they are given (true or -inf is masked).</summary>
internal static class AttentionConverters
{
    public static void AddTo(ModuleConverters converters) => converters.AddMany<MultiheadAttention>(Convert);

    /// <summary>Writes an attention; the output, and the weights [batch, query, key] as the mean of the heads.</summary>
    public static (OnnxValue Output, OnnxValue Weights) Write(
        ExportContext context, nn.Module module, AttentionWeights attention, long heads, bool zeroAttention, OnnxValue query, OnnxValue key, OnnxValue value, OnnxValue keyPadding, OnnxValue mask)
    {
        OnnxGraphBuilder graph = context.Graph;
        context.Rank(module, query, 3);
        if ((zeroAttention || attention.KeyBias is not null) && !(keyPadding.IsOmitted && mask.IsOmitted))
        {
            throw context.Unsupported(module, "masks together with add_bias_kv or add_zero_attn are not written");
        }

        long size = attention.Width / heads;
        OnnxValue Project(OnnxValue x, int i) => LinearConverters.Apply(context, x, attention.In[i], attention.InBias?[i], "in_weight", "in_bias");
        OnnxValue More(OnnxValue x, Tensor? bias)
        {
            x = bias is null ? x : After(context, x, context.Constant("bias_kv", bias), attention.Width);
            return zeroAttention ? After(context, x, graph.Initializer("zero", new float[attention.Width], 1, 1, attention.Width), attention.Width) : x;
        }

        OnnxValue q = graph.Mul(Project(query, 0), context.Scalar(query, 1 / Math.Sqrt(size), "scale"));
        OnnxValue k = More(Project(key, 1), attention.KeyBias);
        OnnxValue v = More(Project(value, 2), attention.ValueBias);
        OnnxValue Split(OnnxValue x, long[] order) => graph.Transpose(graph.Reshape(x, [0, 0, heads, size]), order);
        OnnxValue scores = graph.MatMul(Split(q, [1, 2, 0, 3]), Split(k, [1, 2, 3, 0]));
        scores = mask.IsOmitted ? scores : graph.Add(scores, Masking(context, module, mask, scores));
        scores = keyPadding.IsOmitted ? scores : graph.Add(scores, graph.Unsqueeze(Additive(context, keyPadding, scores), [1, 2]));
        OnnxValue weights = graph.Softmax(scores, -1);
        OnnxValue mixed = graph.Transpose(graph.MatMul(weights, Split(v, [1, 2, 0, 3])), [2, 0, 1, 3]);
        OnnxValue output = LinearConverters.Apply(context, graph.Reshape(mixed, [0, 0, attention.Width]), attention.Out, attention.OutBias, "out_weight", "out_bias");
        return (graph.Said(output, query.Shape), graph.ReduceMean(weights, [1], keepDims: false));
    }

    /// <summary>Row by row after the last of the first dimension, for every entry of the batch.</summary>
    private static OnnxValue After(ExportContext context, OnnxValue x, OnnxValue row, long width)
    {
        OnnxGraphBuilder graph = context.Graph;
        OnnxValue shape = graph.Concat([graph.Initializer("one", [1L]), graph.SizeOf(x, 1), graph.Initializer("width", [width])], 0);
        return graph.Concat([x, graph.Said(graph.Expand(row, shape), [1, x.Shape?[1] ?? default, width])], 0);
    }

    private static OnnxValue Masking(ExportContext context, nn.Module module, OnnxValue mask, OnnxValue scores)
    {
        if (mask.ElementType == OnnxElementType.Bool)
        {
            throw context.Unsupported(module, "its attention mask is boolean: libtorch adds such a mask to the scores as 0 and 1, which hides nothing. Give a float mask of 0 and -inf to module and graph");
        }

        return context.Rank(module, mask, 2, 3) == 2 ? mask : context.Graph.Reshape(mask, context.Graph.Shape(scores), scores.Shape);
    }

    /// <summary>A mask of booleans as what is added to the scores.</summary>
    private static OnnxValue Additive(ExportContext context, OnnxValue mask, OnnxValue scores) => mask.ElementType == OnnxElementType.Bool
        ? context.Graph.Where(mask, context.Scalar(scores, double.NegativeInfinity, "masked"), context.Scalar(scores, 0, "kept"))
        : mask;

    private static IReadOnlyList<OnnxValue> Convert(MultiheadAttention module, IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        context.Inputs(module, inputs, 3, 5);
        using IDisposable grad = no_grad();
        using DisposeScope scope = NewDisposeScope();
        AttentionWeights attention = AttentionWeights.Of(module.named_parameters().ToDictionary(p => p.name, p => (Tensor)p.parameter, StringComparer.Ordinal));
        (long heads, bool zero) = Probe(module, attention, context);
        (OnnxValue output, OnnxValue weights) = Write(context, module, attention, heads, zero, inputs[0], inputs[1], inputs[2], inputs.Optional(3), inputs.Optional(4));
        return [output, weights];
    }

    private static (long Heads, bool Zero) Probe(MultiheadAttention module, AttentionWeights attention, ExportContext context)
    {
        Tensor Input(int i, ulong seed, long time) => ModuleProbe.Random(attention.Out, seed, time, 2, attention.In[i].shape[1]) * 3;
        Tensor query = Input(0, 1, 3), key = Input(1, 2, 4), value = Input(2, 3, 4);
        Tuple<Tensor, Tensor> answer = module.call(query, key, value, null!, true, null!);
        bool zero = answer.Item2.shape[^1] > 4 + (attention.KeyBias is null ? 0 : 1);
        long heads = ModuleProbe.Find(context, module, "its number of heads", answer.Item1, ModuleProbe.Heads(attention.Width).Select(h => (h, attention.Answer(query, key, value, h, zero))));
        return (heads, zero);
    }
}
