namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>Windowed quality of a deployment over its stream.</summary>
/// <param name="Metric">What is measured.</param>
/// <param name="Latest">Its newest value.</param>
/// <param name="Baseline">The value it is compared with, where known.</param>
/// <param name="Degraded">Whether the newest judgement found it worse.</param>
/// <param name="Answers">Of what callers got.</param>
/// <param name="Shadow">Of the challenger's copies.</param>
/// <param name="Marks">Promotions, rollbacks and alarms along it.</param>
internal sealed record QualityView(string Metric, double Latest, double? Baseline, bool Degraded, IReadOnlyList<Sample> Answers, IReadOnlyList<Sample> Shadow, IReadOnlyList<LineMark> Marks);
