namespace AiInfra.Core.Pipelines;

/// <summary>How a step ended in a run.</summary>
/// <param name="Step">Step.</param>
/// <param name="State">Remembered, Succeeded, Failed or NotRun.</param>
/// <param name="Attempts">How often this run tried it.</param>
/// <param name="Duration">How long it took in this run.</param>
/// <param name="ResultDigest">The digest of its result, when it has one.</param>
/// <param name="Error">What it threw last, when it failed.</param>
public sealed record StepOutcome(string Step, StepState State, int Attempts, TimeSpan Duration, string? ResultDigest, Exception? Error)
{
    internal string? ResultJson { get; init; }
}
