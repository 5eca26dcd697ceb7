namespace AiInfra.Core.Pipelines;

/// <summary>Something happened to a step of a running pipeline.</summary>
/// <param name="Pipeline">Pipeline.</param>
/// <param name="Partition">Partition, empty when there is none.</param>
/// <param name="Step">Step.</param>
/// <param name="State">What happened.</param>
/// <param name="Attempt">Which try, 1 for the first; 0 where it did not run.</param>
/// <param name="Elapsed">How long this try took so far.</param>
/// <param name="Message">In words: an error, who holds the step, when it is tried again.</param>
public sealed record StepProgress(string Pipeline, string Partition, string Step, StepState State, int Attempt, TimeSpan Elapsed, string? Message = null);
