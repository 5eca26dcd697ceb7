namespace AiInfra.Testing;

/// <summary>What a comparison of one column found.</summary>
/// <param name="Column">The column.</param>
/// <param name="Test">What was compared: "values" (Kolmogorov-Smirnov), "categories" (chi-square), "missing" (chi-square of the share of missing values), or "columns" where only one side has it.</param>
/// <param name="Statistic">The test's statistic.</param>
/// <param name="PValue">Its p-value, corrected for the number of tests.</param>
/// <param name="Shift">Population stability index.</param>
/// <param name="HasDrifted">Whether it counts as drift.</param>
/// <param name="Change">The difference in words.</param>
public sealed record ColumnComparison(string Column, string Test, double Statistic, double PValue, double Shift, bool HasDrifted, string Change);
