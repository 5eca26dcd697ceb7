namespace AiInfra.Evaluation.Fairness;

/// <summary>What thresholds by group make equal.</summary>
public enum ThresholdConstraint
{
    /// <summary>The selection rate.</summary>
    DemographicParity,

    /// <summary>The true positive rate.</summary>
    EqualOpportunity,

    /// <summary>The false positive rate.</summary>
    PredictiveEquality,

    /// <summary>Both the true and the false positive rate; needs randomised thresholds.</summary>
    EqualizedOdds,
}
