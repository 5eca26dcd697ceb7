namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>A column of a dataset.</summary>
internal sealed record SchemaColumn(string Name, string Kind);
