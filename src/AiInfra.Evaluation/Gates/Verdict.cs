namespace AiInfra.Evaluation.Gates;

/// <summary>A gate's answer. What was never set is not enough evidence, so that a condition that forgets to answer passes nothing.</summary>
public enum Verdict
{
    /// <summary>No condition is shown not to hold, but at least one is not shown to hold.</summary>
    NotEnoughEvidence,

    /// <summary>Every condition holds.</summary>
    Pass,

    /// <summary>A condition does not hold.</summary>
    Fail,
}
