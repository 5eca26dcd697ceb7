namespace AiInfra.Metrics.Statistics;

/// <summary>What a two-sample test found.</summary>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">How often samples of one distribution would differ at least so much.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom, where the test has them; otherwise NaN.</param>
public readonly record struct TwoSampleResult(double Statistic, double PValue, double DegreesOfFreedom = double.NaN);
