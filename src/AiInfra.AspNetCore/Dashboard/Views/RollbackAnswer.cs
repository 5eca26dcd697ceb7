namespace AiInfra.AspNetCore.Dashboard.Views;

/// <summary>The deployment after a rollback.</summary>
internal sealed record RollbackAnswer(string Deployment, int? Champion, int? Previous, string Actor);
