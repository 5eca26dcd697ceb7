namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>A registered model, with a page of its versions and of its audit.</summary>
/// <param name="Name">Name.</param>
/// <param name="Newest">The newest version's number; null where all were deleted.</param>
/// <param name="Versions">Those of the page, and on the first page those that play a part, however old they are.</param>
/// <param name="Audit">Moves of aliases.</param>
internal sealed record ModelCard(string Name, int? Newest, IReadOnlyList<RegisteredRow> Versions, IReadOnlyList<AuditRow> Audit);
