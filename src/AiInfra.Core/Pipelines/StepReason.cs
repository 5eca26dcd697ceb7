namespace AiInfra.Core.Pipelines;

/// <summary>Why a step runs.</summary>
/// <param name="Kind">What kind of reason.</param>
/// <param name="Name">The input, parameter or artifact it is about, where it is about one.</param>
/// <param name="From">What was before: a version, a digest, a value.</param>
/// <param name="To">What is now.</param>
public sealed record StepReason(StepReasonKind Kind, string? Name = null, string? From = null, string? To = null)
{
    /// <summary>In words.</summary>
    public override string ToString() => Kind switch
    {
        StepReasonKind.NeverRan => "it never ran",
        StepReasonKind.CodeChanged => $"its code changed from version {From} to {To}",
        StepReasonKind.InputChanged => $"input '{Name}' changed from {Short(From)} to {Short(To)}",
        StepReasonKind.ParameterChanged => $"parameter '{Name}' changed from {Shown(From)} to {Shown(To)}",
        StepReasonKind.FailedBefore => $"it failed before: {From}",
        StepReasonKind.Interrupted => $"worker {From} took it up and did not finish",
        StepReasonKind.RunningElsewhere => $"worker {From} is running it now",
        StepReasonKind.ResultLost => $"artifact {Short(Name)} of its remembered result is gone",
        StepReasonKind.Forgotten => "its result was forgotten on request",
        StepReasonKind.InputRuns => $"input '{Name}' runs first; this step runs too unless that gives the same result as before",
        _ => Kind.ToString(),
    };

    private static string Short(string? digest) => digest is null ? "(none)" : digest[..Math.Min(8, digest.Length)];

    private static string Shown(string? value) => value is null ? "(none)" : $"'{value}'";
}
