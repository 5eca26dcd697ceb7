namespace AiInfra.Evaluation.Fairness;

/// <summary>What the four-fifths rule says, beside a test.</summary>
public enum ImpactFinding
{
    /// <summary>The ratio is high enough.</summary>
    None,

    /// <summary>The ratio is too low, and the rates differ by more than chance.</summary>
    Adverse,

    /// <summary>The ratio is too low, but rows are so few that chance may explain it.</summary>
    NotEnoughEvidence,
}
