using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>One run in full, or two beside each other.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Courses">The courses of its metrics.</param>
/// <param name="MoreCourses">Metrics whose courses are not shown.</param>
/// <param name="ParentId">The run that started it.</param>
/// <param name="Files">The files it left, the first of them.</param>
/// <param name="MoreFiles">Files that are not shown.</param>
/// <param name="Inputs">The datasets it read.</param>
/// <param name="From">What it came from.</param>
/// <param name="To">What came from it, files left out.</param>
/// <param name="Others">The newest other runs of its experiment: id and name.</param>
internal sealed record RunDetail(RunRow Run, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<MetricCourse> Courses, int MoreCourses, string? ParentId, IReadOnlyList<RunFile> Files, int MoreFiles, IReadOnlyList<RunInput> Inputs, IReadOnlyList<LineageEdge> From, IReadOnlyList<LineageEdge> To, IReadOnlyDictionary<string, string> Others);
