namespace AiInfra.Evaluation.Fairness;

/// <summary>Fitted thresholds, and what they cost and bring on the rows they were fitted on. On new rows they bring a little less: ask <see cref="GroupThresholds.PriceOn"/>.</summary>
/// <param name="Thresholds">The thresholds.</param>
/// <param name="Price">The price.</param>
public sealed record ThresholdFit(GroupThresholds Thresholds, MitigationPrice Price);
