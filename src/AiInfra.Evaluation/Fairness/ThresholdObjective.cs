namespace AiInfra.Evaluation.Fairness;

/// <summary>What thresholds by group make large, as far as the constraint lets them.</summary>
public enum ThresholdObjective
{
    /// <summary>Share of rows decided right.</summary>
    Accuracy,

    /// <summary>Mean of the true positive and the true negative rate over all rows.</summary>
    BalancedAccuracy,
}
