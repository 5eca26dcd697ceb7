namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>A rollback as somebody asks for it, with what they saw when they did.</summary>
internal sealed record RollbackWish(string? Reason, int? From, int? To);
