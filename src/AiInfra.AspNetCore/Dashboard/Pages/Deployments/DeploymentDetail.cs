using AiInfra.AspNetCore.Dashboard.Parts;
using AiInfra.AspNetCore.Dashboard.Traffic;

namespace AiInfra.AspNetCore.Dashboard.Pages.Deployments;

/// <summary>One deployment in full.</summary>
internal sealed record DeploymentDetail
{
    public required DeploymentCard Deployment { get; init; }

    /// <summary>Requests a minute since this process looks, by version.</summary>
    public required TrafficCourse Traffic { get; init; }

    /// <summary>Registered versions that could answer, the newest first.</summary>
    public required IReadOnlyList<Candidate> Candidates { get; init; }

    /// <summary>What happened to it, judgements left out, the newest first.</summary>
    public required IReadOnlyList<EventRow> Events { get; init; }
}
