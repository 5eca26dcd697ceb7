using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AiInfra.Training.Networks;

/// <summary>A module whose values within are not kept for the backward pass but computed again there (gradient checkpointing, Chen et al. 2016): less memory for another forward pass. Gradients are the same, with dropout too.</summary>
/// <remarks>In checkpoints its weights are called <c>inner.NAME</c>. Wrap blocks of a deep network, not each layer and not the whole.</remarks>
public sealed class Recomputed : nn.Module<Tensor, Tensor>
{
    // Names of fields are names in checkpoints.
    private readonly nn.Module<Tensor, Tensor> inner;

    /// <summary>Wraps a module.</summary>
    /// <param name="inner">The module; it is disposed with this one.</param>
    /// <exception cref="ArgumentException">It holds a batch normalisation, which would take each batch into its figures twice.</exception>
    public Recomputed(nn.Module<Tensor, Tensor> inner)
        : base(nameof(Recomputed))
    {
        ArgumentNullException.ThrowIfNull(inner);
        if (inner.named_modules().Append(("", inner)).FirstOrDefault(m => m.Item2 is BatchNorm { track_running_stats: true }) is ({ } path, BatchNorm))
        {
            throw new ArgumentException($"The module holds a batch normalisation ('{path}'), which would take each batch into its running figures twice. Leave it outside, or normalise by layers or groups.", nameof(inner));
        }

        this.inner = inner;
        RegisterComponents();
    }

    /// <summary>The module within.</summary>
    public nn.Module<Tensor, Tensor> Inner => inner;

    /// <summary>What the module within gives.</summary>
    public override Tensor forward(Tensor input) =>
        training && is_grad_enabled() ? RecomputeFunction.Call(inner, input) : inner.call(input);

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
