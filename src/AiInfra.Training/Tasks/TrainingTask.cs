using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>What is trained: a module, how a batch goes through it, and the loss of each of its outputs.</summary>
public sealed class TrainingTask
{
    private readonly IReadOnlyList<IBatchMetric> _metrics = [];

    /// <summary>A module that takes the batch's input.</summary>
    public TrainingTask(nn.Module<Tensor, Tensor> module, ILoss loss)
        : this(module, batch => module.call(batch.Input), loss)
    {
    }

    /// <summary>Any module, with a function that takes a batch through it.</summary>
    public TrainingTask(nn.Module module, Func<Batch, Tensor> forward, ILoss loss)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(loss);
        Module = module;
        Forward = batch => [forward(batch)];
        Heads = [new TaskHead("output", loss)];
    }

    /// <summary>A module of several outputs, each with a loss of its own: the sum of weight x loss is trained, and each loss is logged.</summary>
    /// <param name="module">The module.</param>
    /// <param name="forward">Takes a batch through it and gives the outputs in the order of the heads.</param>
    /// <param name="heads">The outputs' losses.</param>
    /// <exception cref="ArgumentException">There is no head, or two have one name.</exception>
    public TrainingTask(nn.Module module, Func<Batch, IReadOnlyList<Tensor>> forward, IReadOnlyList<TaskHead> heads)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(heads);
        if (heads.Count == 0 || heads.DistinctBy(h => h.Name, StringComparer.Ordinal).Count() != heads.Count)
        {
            throw new ArgumentException($"A task needs heads with names of their own; there are: {string.Join(", ", heads.Select(h => h.Name).DefaultIfEmpty("none"))}.", nameof(heads));
        }

        Module = module;
        Forward = forward;
        Heads = [.. heads];
    }

    /// <summary>The module. The trainer does not dispose it.</summary>
    public nn.Module Module { get; }

    /// <summary>Takes a batch through the module: an output a head.</summary>
    public Func<Batch, IReadOnlyList<Tensor>> Forward { get; }

    /// <summary>The outputs' losses.</summary>
    public IReadOnlyList<TaskHead> Heads { get; private init; }

    /// <summary>Figures of the one output taken at validation beside the loss; with several heads they stand at each head.</summary>
    /// <exception cref="ArgumentException">There are several heads.</exception>
    public IReadOnlyList<IBatchMetric> Metrics
    {
        get => _metrics;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            Heads = Heads.Count == 1
                ? [Heads[0] with { Metrics = value }]
                : throw new ArgumentException($"The task has {Heads.Count} heads; give their metrics to {nameof(TaskHead)}.{nameof(TaskHead.Metrics)}.", nameof(value));
            _metrics = value;
        }
    }

    /// <summary>Changes batches before they are learned from, in order; validation sees them as they are.</summary>
    /// <value>None.</value>
    public IReadOnlyList<IBatchTransform> Transforms { get; init; } = [];
}
