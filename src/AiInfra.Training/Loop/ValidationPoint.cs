namespace AiInfra.Training.Loop;

/// <summary>What a validation found.</summary>
/// <param name="Step">Optimizer steps done before it.</param>
/// <param name="Epoch">Epochs done before it.</param>
/// <param name="Metrics">Figures by name: "validation/loss" and those of the task.</param>
public sealed record ValidationPoint(long Step, long Epoch, IReadOnlyDictionary<string, double> Metrics)
{
    /// <inheritdoc />
    public override string ToString() => $"ValidationPoint {{ Step = {Step}, Epoch = {Epoch}, Metrics = {Shown.List(Metrics)} }}";
}
