namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>One model, a page of it.</summary>
/// <param name="Model">Its versions and audit.</param>
/// <param name="OlderVersions">The version before which the next page begins; null on the last one.</param>
/// <param name="OlderAudit">The move before which the next page begins; null on the last one.</param>
internal sealed record ModelDetail(ModelCard Model, int? OlderVersions, long? OlderAudit);
