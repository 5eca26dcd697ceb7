using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments.Versions;

namespace AiInfra.Serving.Deployments.Routing;

/// <summary>Who answers at a moment. Replaced as a whole, never changed.</summary>
internal sealed record RoutingTable
{
    public static RoutingTable Empty { get; } = new() { Reason = "it was not started." };

    public DeploymentRecord? Record { get; init; }

    public LoadedVersion? Champion { get; init; }

    public LoadedVersion? Challenger { get; init; }

    public LoadedVersion? Previous { get; init; }

    public DeploymentStatus Status { get; init; } = DeploymentStatus.Unloaded;

    public string? Reason { get; init; }

    public double Share => Challenger is null ? 0 : Record?.ChallengerShare ?? 0;

    public IEnumerable<(string Role, LoadedVersion Version)> Loaded
    {
        get
        {
            if (Champion is not null)
            {
                yield return ("champion", Champion);
            }

            if (Challenger is not null && Challenger != Champion)
            {
                yield return ("challenger", Challenger);
            }

            if (Previous is not null && Previous != Champion && Previous != Challenger)
            {
                yield return ("previous", Previous);
            }
        }
    }

    public LoadedVersion? Find(int version)
    {
        foreach ((_, LoadedVersion loaded) in Loaded)
        {
            if (loaded.Version == version)
            {
                return loaded;
            }
        }

        return null;
    }
}
