using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>One group's selection rate against the highest.</summary>
/// <param name="Group">The group.</param>
/// <param name="Count">Its rows.</param>
/// <param name="SelectionRate">Its selection rate.</param>
/// <param name="Ratio">Its rate over the highest.</param>
/// <param name="Interval">Interval of the ratio of these two groups alone; null without rows.</param>
/// <param name="PValue">Two-sided p-value of equal rates, corrected by Holm for the number of groups.</param>
/// <param name="Test">The test.</param>
/// <param name="Finding">What the rule says of the group.</param>
public sealed record ImpactRatio(string Group, int Count, double SelectionRate, double Ratio, ConfidenceInterval? Interval, double PValue, string Test, ImpactFinding Finding);
