namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>A registered model.</summary>
internal sealed record ModelCard(string Name, int VersionCount, IReadOnlyList<RegisteredRow> Versions, IReadOnlyList<AuditRow> Audit);
