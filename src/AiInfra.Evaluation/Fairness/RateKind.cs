namespace AiInfra.Evaluation.Fairness;

/// <summary>A share of rows, of the positive class against all others.</summary>
public enum RateKind
{
    /// <summary>Of all rows, those predicted positive.</summary>
    SelectionRate,

    /// <summary>Of all rows, those that are positive.</summary>
    BaseRate,

    /// <summary>Of the positive rows, those predicted positive: recall, sensitivity.</summary>
    TruePositiveRate,

    /// <summary>Of the negative rows, those predicted positive.</summary>
    FalsePositiveRate,

    /// <summary>Of the negative rows, those predicted negative: specificity.</summary>
    TrueNegativeRate,

    /// <summary>Of the positive rows, those predicted negative.</summary>
    FalseNegativeRate,

    /// <summary>Of the rows predicted positive, those that are: precision.</summary>
    PositivePredictiveValue,

    /// <summary>Of the rows predicted negative, those that are.</summary>
    NegativePredictiveValue,
}
