// <readme> docs/export.md 4
using AiInfra.Onnx;
using AiInfra.Training.Export;
// </readme>
using AiInfra.Training.Runtime;
using static TorchSharp.torch;

namespace AiInfra.Training.Tests.Export;

/// <summary>Block 4 of docs/export.md.</summary>
public sealed class ExportPageCacheTests
{
    [Fact]
    public void Page_AnAttentionWithACache_AnswersInPiecesAsInOne()
    {
        Libtorch.Load();
        using var module = new SelfAttention();
        OnnxModel model = new OnnxExporter().Export(module, [new("x", ["batch", 2, "time", 4])], ["y"]);
        Assert.Equal(["x", "past_key_values.0.key", "past_key_values.0.value"], model.Graph.Inputs.Select(i => i.Name));
    }

    private static OnnxValue Causal(ExportContext context, AttentionCache cache, OnnxValue queries, OnnxValue keys, OnnxValue values, float scale)
    {
        // <readme> docs/export.md 4
        // Given: ExportContext context; AttentionCache cache; OnnxValue queries; OnnxValue keys; OnnxValue values; float scale
        OnnxGraphBuilder g = context.Graph;                    // queries, keys, values: [batch, heads, time, size]
        (keys, values) = cache.Append(keys, values);
        OnnxValue scores = g.Mul(g.MatMul(queries, g.Transpose(keys, [0, 1, 3, 2])), g.Constant(scale));
        OnnxValue attended = g.MatMul(g.Softmax(g.Add(scores, context.CausalMask(queries, 2, keys, 2))), values);
        // </readme>

        return attended;
    }

    private sealed class SelfAttention() : nn.Module<Tensor, Tensor>(nameof(SelfAttention)), IExportable
    {
        public override Tensor forward(Tensor input)
        {
            Tensor hidden = ones(input.shape[2], input.shape[2]).triu(1).to(ScalarType.Bool);
            return (input.matmul(input.transpose(-1, -2)) * 0.5).masked_fill(hidden, double.NegativeInfinity).softmax(-1).matmul(input);
        }

        public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context) =>
            [Causal(context, context.Cache("0", inputs[0].Shape![0], 2, 4), inputs[0], inputs[0], inputs[0], 0.5f)];
    }
}
