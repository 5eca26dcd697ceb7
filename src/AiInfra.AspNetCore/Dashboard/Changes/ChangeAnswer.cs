namespace AiInfra.AspNetCore.Dashboard.Changes;

/// <summary>The deployment after a change.</summary>
internal sealed record ChangeAnswer(string Deployment, int? Champion, int? Previous, int? Challenger, string Actor);
