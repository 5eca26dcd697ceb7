namespace AiInfra.Evaluation.Fairness;

/// <summary>What should be equal in all groups. With unequal base rates they cannot all hold at once (Kleinberg 2016, Chouldechova 2017): choose by what a wrong decision does to whom.</summary>
public enum FairnessCriterion
{
    /// <summary>The selection rate.</summary>
    DemographicParity,

    /// <summary>The true and the false positive rate (Hardt 2016).</summary>
    EqualizedOdds,

    /// <summary>The true positive rate (Hardt 2016).</summary>
    EqualOpportunity,

    /// <summary>The false positive rate.</summary>
    PredictiveEquality,

    /// <summary>The positive predictive value.</summary>
    PredictiveParity,

    /// <summary>The accuracy.</summary>
    AccuracyParity,

    /// <summary>Mean probability less share of positives; needs probabilities, and has no ratio.</summary>
    Calibration,
}
