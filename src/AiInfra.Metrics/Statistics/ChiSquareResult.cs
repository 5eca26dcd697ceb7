namespace AiInfra.Metrics.Statistics;

/// <summary>What a chi-square test found.</summary>
/// <param name="Test">Name of the test.</param>
/// <param name="Statistic">Pearson's chi-square; infinite where something was seen that was not expected at all.</param>
/// <param name="PValue">Probability, were the counts as expected, of a statistic at least as large; NaN without a degree of freedom, where the counts could not have been others.</param>
/// <param name="DegreesOfFreedom">Degrees of freedom.</param>
/// <param name="SmallestExpected">The smallest expected count; under 5 the p-value is rough.</param>
/// <param name="EffectSize">Cramér's V for tables, from 0 to 1; Cohen's w for goodness of fit.</param>
public sealed record ChiSquareResult(string Test, double Statistic, double PValue, double DegreesOfFreedom, double SmallestExpected, double EffectSize);
