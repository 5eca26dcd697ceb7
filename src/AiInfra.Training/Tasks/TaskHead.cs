using AiInfra.Training.Loading;
using static TorchSharp.torch;

namespace AiInfra.Training.Tasks;

/// <summary>One of several outputs of a module, with the loss it is trained by.</summary>
/// <param name="Name">Its name in metrics: <c>train/loss/NAME</c>, <c>validation/loss/NAME</c>.</param>
/// <param name="Loss">Its loss.</param>
public sealed record TaskHead(string Name, ILoss Loss)
{
    /// <summary>Factor on its loss in the sum that is trained.</summary>
    /// <value>1.</value>
    public double Weight { get; init; } = 1;

    /// <summary>Its part of the batch's target, for example <c>b => b.Target!.select(1, 0)</c>.</summary>
    /// <value>Null: the target as it is.</value>
    public Func<Batch, Tensor>? Target { get; init; }

    /// <summary>Figures of its output taken at validation; logged as <c>validation/NAME/METRIC</c> where there are several heads.</summary>
    public IReadOnlyList<IBatchMetric> Metrics { get; init; } = [];

    internal string Key { get; } = "train/loss/" + Name;

    /// <summary>The batch as the head sees it. Its tensors are the batch's own or go with the step.</summary>
    internal Batch View(Batch batch) => Target is null ? batch : new Batch(batch.Input, Target(batch), batch.Weight, batch.Categories) { RowIds = batch.RowIds };

    /// <inheritdoc />
    public override string ToString() => $"TaskHead {{ Name = {Name}, Weight = {Weight}, Loss = {Loss.GetType().Name}, Metrics = {Shown.List(Metrics.Select(m => m.Name))} }}";
}
