namespace AiInfra.Metrics.Statistics;

/// <summary>What a paired test found.</summary>
/// <param name="Test">Name of the test, with its form: "McNemar, exact".</param>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">Probability, were there no difference, of a statistic at least as extreme. 1 when nothing differs.</param>
/// <param name="Count">Pairs given.</param>
/// <param name="Difference">The estimated difference, first minus second, in the unit of the data (McNemar: as a share of all pairs, NaN when that is not known).</param>
/// <param name="StandardError">Standard error of the difference; NaN where the test has none.</param>
public sealed record PairedTestResult(string Test, double Statistic, double PValue, long Count, double Difference, double StandardError = double.NaN);
