using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>The course of a metric by step.</summary>
internal sealed record MetricCourse(string Metric, IReadOnlyList<Sample> Points);
