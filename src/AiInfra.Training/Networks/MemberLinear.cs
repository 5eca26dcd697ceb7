using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>The linear layers of several members at once: [batch, inputs], the same for all, or [members, batch, inputs] to [members, batch, outputs].</summary>
internal sealed class MemberLinear : nn.Module<Tensor, Tensor>
{
    // Names of fields are names in checkpoints.
    private readonly Parameter weight;
    private readonly Parameter bias;

    public MemberLinear(int members, int inputs, int outputs)
        : base(nameof(MemberLinear))
    {
        weight = new Parameter(zeros(members, inputs, outputs));
        bias = new Parameter(zeros(members, 1, outputs));
        RegisterComponents();
    }

    /// <summary>[members, inputs, outputs].</summary>
    public Parameter Weight => weight;

    /// <summary>[members, 1, outputs].</summary>
    public Parameter Bias => bias;

    public override Tensor forward(Tensor input) => matmul(input, weight).add_(bias);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            weight.Dispose();
            bias.Dispose();
        }

        base.Dispose(disposing);
    }
}
