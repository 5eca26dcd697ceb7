using AiInfra.Metrics.Curves;

namespace AiInfra.Evaluation.Reports;

/// <summary>A decision threshold in a report.</summary>
/// <param name="Rule">How it is chosen, in words.</param>
/// <param name="Choice">The threshold and what it decides on these rows; on new rows it does a little worse.</param>
public sealed record ReportedThreshold(string Rule, ThresholdChoice Choice);
