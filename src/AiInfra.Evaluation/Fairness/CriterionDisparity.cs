namespace AiInfra.Evaluation.Fairness;

/// <summary>How far groups are apart by one criterion.</summary>
/// <param name="Criterion">The criterion.</param>
/// <param name="Aggregate">Of equalised odds: how both rates are joined.</param>
/// <param name="Disparity">The disparity.</param>
public sealed record CriterionDisparity(FairnessCriterion Criterion, OddsAggregate Aggregate, Disparity Disparity);
