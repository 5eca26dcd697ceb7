namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>A study in the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Directions">Which way each objective is better.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RunId">The run it belongs to.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record StudyRow(string Name, IReadOnlyList<string> Directions, DateTimeOffset CreatedAt, string? RunId, IReadOnlyDictionary<string, string> Tags);
