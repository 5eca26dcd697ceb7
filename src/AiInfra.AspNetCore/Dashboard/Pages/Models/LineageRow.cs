namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>That one thing came from another.</summary>
internal sealed record LineageRow(string FromKind, string FromId, string Role, string ToKind, string ToId);
