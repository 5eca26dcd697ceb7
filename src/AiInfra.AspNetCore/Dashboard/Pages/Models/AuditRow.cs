namespace AiInfra.AspNetCore.Dashboard.Pages.Models;

/// <summary>A move of an alias.</summary>
internal sealed record AuditRow(long Id, DateTimeOffset At, string Alias, int? From, int? To, string Actor, string Reason);
