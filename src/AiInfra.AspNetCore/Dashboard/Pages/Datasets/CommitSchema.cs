namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>A commit's schema, as datasets write it.</summary>
internal sealed record CommitSchema(IReadOnlyList<SchemaColumn>? Columns = null);
