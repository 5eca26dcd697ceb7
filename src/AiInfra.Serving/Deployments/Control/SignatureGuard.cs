using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments.Routing;
using AiInfra.Serving.Deployments.Versions;
using AiInfra.Serving.Runtimes;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>Holds that whoever answers takes and gives what the deployment's callers know, unless somebody allowed otherwise by name.</summary>
internal sealed partial class SignatureGuard(string name, DeploymentLedger ledger, ILogger logger)
{
    /// <summary>Checks a change that is to be made here.</summary>
    /// <param name="before">What the catalog says.</param>
    /// <param name="now">What is loaded.</param>
    /// <param name="next">What should be.</param>
    /// <param name="allowed">Whether another signature is allowed.</param>
    /// <returns>Whether there is another signature, which was allowed.</returns>
    /// <exception cref="DeploymentException">There is one, and it was not allowed.</exception>
    public bool Check(DeploymentRecord before, RoutingTable now, RoutingTable next, bool allowed)
    {
        LoadedVersion? was = before.Champion is int champion ? next.Find(champion) ?? now.Find(champion) : null;
        bool crowned = next.Champion?.Version != before.Champion;
        IEnumerable<LoadedVersion> challenged = next.Trials.Select(t => t.Version).Where(v => crowned || !before.Trials.Any(t => t.Version == v.Version));
        string[] changes = [.. Changes(was, next.Champion), .. challenged.SelectMany(c => Changes(next.Champion, c))];
        return changes.Length == 0 || allowed
            ? changes.Length > 0
            : throw new DeploymentException($"Nothing was changed, for callers of deployment '{name}' would notice: {string.Join("; ", changes)}. Serve it as another deployment, or allow it by name (allowOtherSignature: true).");
    }

    /// <summary>What to take over of a change that another process made: a challenger that callers would notice is left out unless that process allowed it by name.</summary>
    /// <exception cref="DeploymentException">The champion takes or gives something else, and nobody allowed it.</exception>
    public async Task<RoutingTable> FollowAsync(RoutingTable now, RoutingTable next, bool allowed, CancellationToken cancellationToken)
    {
        string[] changes = [.. Changes(now.Champion, next.Champion)];
        if (changes.Length > 0 && !allowed && !await ledger.AllowsAsync(next.Champion!.Version, null, cancellationToken).ConfigureAwait(false))
        {
            throw new DeploymentException($"Another process made version {next.Champion.Version} the champion of deployment '{name}'; version {now.Champion!.Version} goes on answering here, for callers would notice: {string.Join("; ", changes)}. Promote it with allowOtherSignature: true where that is meant.");
        }

        var staying = new List<Trial>();
        foreach (Trial trial in next.Trials)
        {
            changes = [.. Changes(next.Champion, trial.Version)];
            if (changes.Length == 0 || allowed || await ledger.AllowsAsync(null, trial.Version.Version, cancellationToken).ConfigureAwait(false))
            {
                staying.Add(trial);
            }
            else
            {
                LogLeftOut(logger, trial.Version.Version, name, string.Join("; ", changes));
            }
        }

        return staying.Count == next.Trials.Count ? next : next with { Trials = staying };
    }

    private IEnumerable<string> Changes(LoadedVersion? was, LoadedVersion? becomes)
    {
        if (was is null || becomes is null || was == becomes)
        {
            return [];
        }

        ModelSignature now = was.Model.Signature;
        ModelSignature next = becomes.Model.Signature;
        if (SignatureChanges.Classes(now, next) is string classes)
        {
            LogClasses(logger, name, was.Version, becomes.Version, classes);
        }

        return SignatureChanges.Between(now, next).Select(c => $"version {becomes.Version} instead of {was.Version}: {c}");
    }

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, Message = "Version {Version}, on trial in deployment {Deployment} by another process, is left out, for callers would notice: {Changes}. Challenge with allowOtherSignature: true where that is meant.")]
    private static partial void LogLeftOut(ILogger logger, int version, string deployment, string changes);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Warning, Message = "Deployment {Deployment}, version {From} to {To}: {Classes}. Callers that read probabilities by their place must know.")]
    private static partial void LogClasses(ILogger logger, string deployment, int from, int to, string classes);
}
