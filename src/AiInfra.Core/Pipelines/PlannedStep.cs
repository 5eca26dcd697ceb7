namespace AiInfra.Core.Pipelines;

/// <summary>What a run would do with a step, and why.</summary>
/// <param name="Step">Step.</param>
/// <param name="Action">What would happen.</param>
/// <param name="Reasons">Why; empty when it is remembered.</param>
public sealed record PlannedStep(string Step, PlannedAction Action, IReadOnlyList<StepReason> Reasons)
{
    /// <summary>In words.</summary>
    public override string ToString() => Action == PlannedAction.Remembered
        ? $"{Step}: remembered"
        : $"{Step}: {(Action == PlannedAction.Runs ? "runs" : "may run")}, because {string.Join("; ", Reasons)}";
}
