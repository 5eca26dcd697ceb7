namespace AiInfra.Evaluation.Fairness;

/// <summary>How the disparities of true and of false positive rates become one of equalised odds.</summary>
public enum OddsAggregate
{
    /// <summary>The worse of both.</summary>
    Worst,

    /// <summary>Their mean.</summary>
    Mean,
}
