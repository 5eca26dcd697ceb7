namespace AiInfra.Evaluation.Fairness;

/// <summary>How two values are set against each other.</summary>
public enum DisparityMeasure
{
    /// <summary>The larger less the smaller; 0 is parity.</summary>
    Difference,

    /// <summary>The smaller over the larger; 1 is parity. NaN where both are 0.</summary>
    Ratio,
}
