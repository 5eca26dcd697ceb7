using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>What a paired test says of the candidate. Distance is that from the hypothesis, in standard errors of the test's own scale.</summary>
internal readonly record struct PairedFinding(string Test, double PValueBetter, double PValueWorse, double StandardError, ConfidenceInterval? Interval, int BlockLength, double Distance);
