namespace AiInfra.AspNetCore.Dashboard.Pages.Runs;

/// <summary>One run in full, or two beside each other.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Courses">The courses of its metrics.</param>
/// <param name="MoreCourses">Metrics whose courses are not shown.</param>
/// <param name="ParentId">The run that started it.</param>
/// <param name="Others">The newest other runs of its experiment: id and name.</param>
internal sealed record RunDetail(RunRow Run, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<MetricCourse> Courses, int MoreCourses, string? ParentId, IReadOnlyDictionary<string, string> Others);
