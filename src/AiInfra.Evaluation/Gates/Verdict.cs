namespace AiInfra.Evaluation.Gates;

/// <summary>A gate's answer.</summary>
public enum Verdict
{
    /// <summary>Every condition holds.</summary>
    Pass,

    /// <summary>A condition does not hold.</summary>
    Fail,

    /// <summary>No condition is shown not to hold, but at least one is not shown to hold.</summary>
    NotEnoughEvidence,
}
