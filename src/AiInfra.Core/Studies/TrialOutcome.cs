namespace AiInfra.Core.Studies;

/// <summary>How a trial ended.</summary>
/// <param name="State"><see cref="TrialState.Complete"/>, <see cref="TrialState.Pruned"/> or <see cref="TrialState.Failed"/>.</param>
/// <param name="Values">Values of the objectives; of a pruned trial the last one reported, or none; of a failed one none.</param>
/// <param name="Error">Why it failed.</param>
public sealed record TrialOutcome(TrialState State, IReadOnlyList<double> Values, string? Error = null)
{
    /// <inheritdoc />
    public override string ToString() => $"TrialOutcome {{ State = {State}, Values = {Shown.List(Values)}, Error = {Error} }}";
}
