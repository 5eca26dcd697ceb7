using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>What a change did to the versions on trial, of which it changes one: whose trial ended or changed, whose began or changed, and the share of that one. Where nothing changed, both are the first on trial.</summary>
internal readonly record struct TrialChange(int? From, int? To, double Share)
{
    public static TrialChange Between(DeploymentRecord before, DeploymentRecord after)
    {
        DeploymentVariant? from = Gone(before, after);
        DeploymentVariant? to = Gone(after, before);
        return from is null && to is null
            ? new TrialChange(before.Challenger, after.Challenger, after.ChallengerShare)
            : new TrialChange(from?.Version, to?.Version, to?.Weight ?? 0);
    }

    /// <summary>The first on trial that the other has not, or has with another share.</summary>
    private static DeploymentVariant? Gone(DeploymentRecord one, DeploymentRecord other) =>
        one.Trials.FirstOrDefault(t => !other.Trials.Any(o => o.Version == t.Version && o.Role == t.Role && o.Weight.Equals(t.Weight)));
}
