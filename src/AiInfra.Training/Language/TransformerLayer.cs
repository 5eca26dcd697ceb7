using AiInfra.Onnx;
using AiInfra.Training.Export;
using AiInfra.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>Attention and feed-forward part, each normalised before and added to the straight way (Xiong et al., On Layer Normalization in the Transformer Architecture, 2020).</summary>
internal sealed class TransformerLayer : nn.Module<Tensor, AttentionPlan, Tensor>, IExportable
{
    // Names of fields are names in checkpoints.
    private readonly nn.Module<Tensor, Tensor> norm1;
    private readonly SelfAttention attention;
    private readonly nn.Module<Tensor, Tensor> norm2;
    private readonly FeedForward feed;
    private readonly Dropout dropout;

    public TransformerLayer(TransformerOptions options, int number, bool remembers)
        : base(nameof(TransformerLayer))
    {
        norm1 = Norm(options);
        attention = new SelfAttention(options, number, remembers);
        norm2 = Norm(options);
        feed = new FeedForward(options);
        dropout = nn.Dropout(options.Dropout);
        RegisterComponents();
    }

    public static nn.Module<Tensor, Tensor> Norm(TransformerOptions options) =>
        options.Norm == TransformerNorm.Layer ? nn.LayerNorm(options.Width) : new RmsNorm(options.Width);

    /// <summary>Makes what each layer adds small at first, by the number of parts that add, so that deep stacks start calm (Radford et al. 2019).</summary>
    public void Calm(int layers)
    {
        using IDisposable grad = no_grad();
        foreach (Linear added in (Linear[])[attention.Output, feed.Output])
        {
            added.weight.mul_(1 / Math.Sqrt(2.0 * layers));
        }
    }

    public override Tensor forward(Tensor input, AttentionPlan plan)
    {
        Tensor x = input + dropout.call(attention.call(norm1.call(input), plan));
        return x + dropout.call(feed.call(norm2.call(x)));
    }

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder g = context.Graph;
        OnnxValue x = g.Add(inputs[0], context.Call(attention, [context.Call(norm1, inputs[0]), .. inputs.Skip(1)]));
        return [g.Add(x, context.Call(feed, context.Call(norm2, x)))];
    }
}
