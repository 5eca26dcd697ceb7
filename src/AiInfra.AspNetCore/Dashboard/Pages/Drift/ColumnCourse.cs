using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Drift;

/// <summary>The stability index of a column over time.</summary>
internal sealed record ColumnCourse(string Column, IReadOnlyList<Sample> Points);
