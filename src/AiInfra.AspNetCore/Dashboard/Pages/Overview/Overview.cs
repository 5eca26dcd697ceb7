using AiInfra.AspNetCore.Dashboard.Pages.Deployments;
using AiInfra.AspNetCore.Dashboard.Pages.Runs;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Overview;

/// <summary>What the first page shows.</summary>
internal sealed record Overview
{
    public required IReadOnlyList<DeploymentCard> Deployments { get; init; }

    public required int DeploymentCount { get; init; }

    public required IReadOnlyList<EventRow> Events { get; init; }

    public required int Models { get; init; }

    public required int Datasets { get; init; }

    public RunRow? NewestRun { get; init; }
}
