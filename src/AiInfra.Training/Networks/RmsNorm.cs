using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>Divides by the root of the mean square of the last dimension, and scales (Zhang and Sennrich, Root Mean Square Layer Normalization, 2019). TorchSharp has none.</summary>
public sealed class RmsNorm : nn.Module<Tensor, Tensor>
{
    // Names of fields are names in checkpoints.
    private readonly Parameter weight;

    /// <summary>Creates one whose scales are 1.</summary>
    /// <param name="width">Size of the last dimension.</param>
    /// <param name="epsilon">Added to the mean square.</param>
    public RmsNorm(int width, double epsilon = 1e-5)
        : base(nameof(RmsNorm))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(epsilon);
        weight = new Parameter(ones(width));
        Epsilon = epsilon;
        RegisterComponents();
    }

    /// <summary>Added to the mean square.</summary>
    public double Epsilon { get; }

    /// <summary>Scales, [width].</summary>
    public Parameter Weight => weight;

    /// <summary>[…, width] to the same shape.</summary>
    public override Tensor forward(Tensor input) => input * (input.square().mean([-1], keepdim: true) + Epsilon).rsqrt() * weight;

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            weight.Dispose();
        }

        base.Dispose(disposing);
    }
}
