namespace AiInfra.Evaluation.Fairness;

/// <summary>Whether rows between two thresholds may be decided by lot. The lot is drawn from the row's id: the same row is always decided alike.</summary>
public enum ThresholdRandomness
{
    /// <summary>Only where it is needed: for equalised odds, and where plain thresholds within the tolerance cost noticeably more.</summary>
    WhereNeeded,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Always: parity is exact in expectation.</summary>
    Always,
}
