using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>The part of a layer that looks at each place alone: [batch, time, width] to the same shape.</summary>
internal sealed class FeedForward : nn.Module<Tensor, Tensor>, IExportable
{
    // Names of fields are names in checkpoints.
    private readonly Linear input;
    private readonly Linear output;
    private readonly bool _gated;

    public FeedForward(TransformerOptions options)
        : base(nameof(FeedForward))
    {
        _gated = options.FeedForward == FeedForwardKind.SwiGlu;
        input = nn.Linear(options.Width, (_gated ? 2L : 1L) * options.HiddenWidth, hasBias: false);
        output = nn.Linear(options.HiddenWidth, options.Width, hasBias: false);
        RegisterComponents();
    }

    /// <summary>What is added to the straight way.</summary>
    public Linear Output => output;

    public override Tensor forward(Tensor x)
    {
        Tensor hidden = input.call(x);
        if (!_gated)
        {
            return output.call(nn.functional.gelu(hidden));
        }

        Tensor[] parts = hidden.chunk(2, -1);
        return output.call(nn.functional.silu(parts[0]) * parts[1]);
    }

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context)
    {
        OnnxGraphBuilder g = context.Graph;
        OnnxValue hidden = context.Call(input, inputs[0]);
        if (!_gated)
        {
            return [context.Call(output, ActivationConverters.Gelu(g, hidden))];
        }

        OnnxValue[] parts = g.SplitEvenly(hidden, 2, 2);
        return [context.Call(output, g.Mul(g.Mul(parts[0], g.Sigmoid(parts[0])), parts[1]))];
    }
}
