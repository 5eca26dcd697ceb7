using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments.Routing;
using AiInfra.Serving.Deployments.Versions;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>Brings the versions of a record into memory, taking over those that are there.</summary>
internal sealed partial class RoutingLoader(string name, string model, VersionLoader loader, ILogger logger)
{
    /// <summary>Why there is no champion yet, where somebody said so.</summary>
    public string? Waits { get; set; }

    /// <param name="now">What is loaded.</param>
    /// <param name="record">What should be.</param>
    /// <param name="before">What was, where this is a change: a version whose trial begins by it must load. Otherwise the champion serves without those that don't.</param>
    /// <param name="cancellationToken">Cancels; what was loaded for it is freed.</param>
    /// <exception cref="DeploymentException">The champion, or a version on trial that must, does not load.</exception>
    public async Task<RoutingTable> LoadAsync(RoutingTable now, DeploymentRecord record, DeploymentRecord? before, CancellationToken cancellationToken)
    {
        var fresh = new List<LoadedVersion>();
        try
        {
            LoadedVersion? champion = await GetAsync(record.Champion).ConfigureAwait(false);
            var trials = new List<Trial>();
            foreach (DeploymentVariant variant in record.Trials)
            {
                bool begins = before is not null && !before.Trials.Any(t => t.Version == variant.Version);
                if ((begins ? await GetAsync(variant.Version).ConfigureAwait(false) : await TryGetAsync(variant.Version, "on trial in").ConfigureAwait(false)) is LoadedVersion loaded)
                {
                    trials.Add(new Trial(variant, loaded));
                }
            }

            return new RoutingTable
            {
                Record = record,
                Champion = champion,
                Trials = trials,
                Previous = await TryGetAsync(record.Previous, "kept for a rollback of").ConfigureAwait(false),
                Status = champion is null ? DeploymentStatus.Unavailable : DeploymentStatus.Ready,
                Reason = champion is null ? Waits ?? $"model '{model}' has no champion yet: promote one of its versions." : null,
            };
        }
        catch
        {
            fresh.ForEach(f => f.Uses.Close());
            throw;
        }

        async Task<LoadedVersion?> GetAsync(int? version)
        {
            if (version is not int number)
            {
                return null;
            }

            LoadedVersion? found = now.Find(number) ?? fresh.Find(f => f.Version == number);
            if (found is null)
            {
                found = await loader.LoadAsync(number, cancellationToken).ConfigureAwait(false);
                fresh.Add(found);
            }

            return found;
        }

        async Task<LoadedVersion?> TryGetAsync(int? version, string purpose)
        {
            try
            {
                return await GetAsync(version).ConfigureAwait(false);
            }
            catch (DeploymentException e)
            {
                // Its loss must not stop the champion, nor a rollback.
                LogDoesNotLoad(logger, e, version ?? 0, purpose, name);
                return null;
            }
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Version {Version}, {Purpose} deployment {Deployment}, does not load.")]
    private static partial void LogDoesNotLoad(ILogger logger, Exception e, int version, string purpose, string deployment);
}
