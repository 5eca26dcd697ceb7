namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>A move of an alias.</summary>
internal sealed record AuditRow(DateTimeOffset At, string Alias, int? From, int? To, string Actor, string Reason);
