using AiInfra.Onnx;
using AiInfra.Training.Export;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Language;

/// <summary>A vector for each token: int64 [batch, time] to [batch, time, width]. TorchSharp's own embedding gives its table as another object each time, by which nobody sees that two places share it.</summary>
internal sealed class TokenTable : nn.Module<Tensor, Tensor>, IExportable
{
    // Names of fields are names in checkpoints.
    private readonly Parameter weight;

    public TokenTable(int tokens, int width)
        : base(nameof(TokenTable))
    {
        weight = new Parameter(zeros(tokens, width));
        RegisterComponents();
    }

    /// <summary>[tokens, width].</summary>
    public Parameter Weight => weight;

    public override Tensor forward(Tensor input) => weight.index_select(0, input.flatten()).view([.. input.shape, weight.shape[1]]);

    public IReadOnlyList<OnnxValue> Export(IReadOnlyList<OnnxValue> inputs, ExportContext context) => [context.Graph.Gather(context.Parameter(weight), inputs[0])];

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            weight.Dispose();
        }

        base.Dispose(disposing);
    }
}
