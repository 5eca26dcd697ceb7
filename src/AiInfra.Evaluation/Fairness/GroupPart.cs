using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Fairness;

/// <summary>One group's value in a comparison.</summary>
/// <param name="Name">The group.</param>
/// <param name="Count">Its rows.</param>
/// <param name="Value">Its value, NaN where undefined.</param>
/// <param name="Interval">Its interval at a confidence.</param>
/// <param name="Rate">Successes and trials, where it is a rate.</param>
internal sealed record GroupPart(string Name, int Count, double Value, Func<double, ConfidenceInterval?> Interval, (double Successes, double Trials)? Rate);
