using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Reports;

/// <summary>One line of a forest chart.</summary>
internal sealed record ForestRow(string Name, double Value, ConfidenceInterval? Interval, long Rows);
