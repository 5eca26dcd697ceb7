namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>A registered version that a deployment could serve.</summary>
internal sealed record Candidate(int Version, DateTimeOffset RegisteredAt, IReadOnlyDictionary<string, double> Metrics, string Part);
