namespace AiInfra.Metrics.Statistics;

/// <summary>What a test of two shares found.</summary>
/// <param name="Test">Name of the test.</param>
/// <param name="Statistic">z; Fisher's test: the sample odds ratio, infinite where a cell of the other diagonal is empty, NaN where a row or column is.</param>
/// <param name="PValue">Probability, were the shares equal, of counts at least as extreme. 1 when nothing differs.</param>
/// <param name="First">Share of the first.</param>
/// <param name="Second">Share of the second.</param>
/// <param name="Difference">First minus second.</param>
/// <param name="Interval">Newcombe's 95 % interval of the difference.</param>
public sealed record ProportionTestResult(string Test, double Statistic, double PValue, double First, double Second, double Difference, ConfidenceInterval Interval);
