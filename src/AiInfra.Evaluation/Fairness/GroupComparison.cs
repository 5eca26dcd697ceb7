namespace AiInfra.Evaluation.Fairness;

/// <summary>What groups are compared with.</summary>
public enum GroupComparison
{
    /// <summary>With each other: the largest against the smallest.</summary>
    Between,

    /// <summary>Each with all rows: the one farthest off.</summary>
    ToOverall,
}
