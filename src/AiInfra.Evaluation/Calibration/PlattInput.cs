namespace AiInfra.Evaluation.Calibration;

/// <summary>What a Platt calibrator's straight line runs over.</summary>
public enum PlattInput
{
    /// <summary>The logit of the probability, log(p / (1 - p)): for probabilities. A slope of 1 and an intercept of 0 change nothing.</summary>
    Logit,

    /// <summary>The probability as it is.</summary>
    Probability,
}
