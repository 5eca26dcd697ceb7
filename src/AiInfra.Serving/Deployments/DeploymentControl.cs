using AiInfra.Core.Catalog;
using Microsoft.Extensions.Logging;

namespace AiInfra.Serving.Deployments;

/// <summary>Changes a deployment: first the version in memory, then the catalog, then the routing. One change at a time.</summary>
internal sealed partial class DeploymentControl(string name, string model, DeploymentOptions options, Desk desk, VersionLoader loader, ICatalog catalog, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    public void Dispose() => _one.Dispose();

    /// <summary>Loads what the catalog says.</summary>
    public Task RefreshAsync(CancellationToken cancellationToken) => OneAtATimeAsync(
        async () =>
        {
            DeploymentRecord record = await ReadAsync(cancellationToken).ConfigureAwait(false);
            if (desk.Routing.Status == DeploymentStatus.Ready && desk.Routing.Record?.Revision == record.Revision)
            {
                return;
            }

            await ApplyAsync(record, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Takes everything out of memory, after the requests inside have ended.</summary>
    public async Task UnloadAsync(CancellationToken cancellationToken)
    {
        Routing before = Routing.Empty;
        await OneAtATimeAsync(
            () =>
            {
                before = desk.Routing;
                desk.Routing = new Routing { Record = before.Record, Reason = "unloaded" };
                Retire(before, desk.Routing);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(before.Loaded.Select(l => l.Version.Freed)).WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    public Task PromoteAsync(int version, string actor, string reason, CancellationToken cancellationToken) => ChangeAsync(
        "promotion",
        actor,
        reason,
        (record, _) => record.Champion == version
            ? Task.FromResult(record)
            : Task.FromResult(record with { Champion = version, Previous = record.Champion, Challenger = record.Challenger == version ? null : record.Challenger, ChallengerShare = record.Challenger == version ? 0 : record.ChallengerShare }),
        cancellationToken);

    public Task RollBackAsync(string actor, string reason, CancellationToken cancellationToken) => ChangeAsync(
        "rollback",
        actor,
        reason,
        async (record, token) =>
        {
            int target = record.Previous ?? throw new DeploymentException($"Deployment '{name}' has no previous version to go back to.");
            return record with
            {
                Champion = target,
                Previous = await BeforeAsync(target, record.Champion, token).ConfigureAwait(false),
                Challenger = record.Challenger == target ? null : record.Challenger,
                ChallengerShare = record.Challenger == target ? 0 : record.ChallengerShare,
            };
        },
        cancellationToken);

    public Task ChallengeAsync(int version, double? share, string actor, string reason, CancellationToken cancellationToken) => ChangeAsync(
        "challenge",
        actor,
        reason,
        (record, _) => record.Champion == version
            ? throw new DeploymentException($"Version {version} is the champion of deployment '{name}' already.")
            : Task.FromResult(record with { Challenger = version, ChallengerShare = share ?? options.CanaryShare }),
        cancellationToken);

    public Task WithdrawAsync(string actor, string reason, CancellationToken cancellationToken) => ChangeAsync(
        "withdrawal",
        actor,
        reason,
        (record, _) => Task.FromResult(record with { Challenger = null, ChallengerShare = 0 }),
        cancellationToken);

    private Task ChangeAsync(string kind, string actor, string reason, Func<DeploymentRecord, CancellationToken, Task<DeploymentRecord>> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(actor);
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return OneAtATimeAsync(
            async () =>
            {
                DeploymentRecord before = await ReadAsync(cancellationToken).ConfigureAwait(false);
                DeploymentRecord after = await change(before, cancellationToken).ConfigureAwait(false);
                if (after == before)
                {
                    return;
                }

                // Memory first: a version that does not load never becomes what the catalog promises.
                Routing next = await LoadAsync(after, cancellationToken).ConfigureAwait(false);
                try
                {
                    DateTimeOffset now = time.GetUtcNow();
                    DeploymentRecord saved = await catalog.Deployments.SaveAsync(
                        after with { ChangedAt = now }, await MovesAsync(after, actor, reason, now, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
                    Routing old = desk.Routing;
                    desk.Routing = next with { Record = saved };
                    Retire(old, next);
                }
                catch
                {
                    Retire(next, desk.Routing);
                    throw;
                }

                string message = $"{name}: champion {Text(before.Champion)} -> {Text(after.Champion)}, challenger {Text(before.Challenger)} -> {Text(after.Challenger)} by {actor}: {reason}";
                LogChanged(logger, kind, message);
                await NoteAsync(new CatalogEvent(kind, name, time.GetUtcNow(), message, DeploymentEvent.ToJson(before, after, actor, reason))).ConfigureAwait(false);
            },
            cancellationToken);
    }

    private async Task NoteAsync(CatalogEvent change)
    {
        try
        {
            await catalog.Events.AddAsync([change], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The change is made and audited; a missing event must not make it look undone.
            LogNotNoted(logger, e, change.Kind, change.Message);
        }
    }

    private static string Text(int? version) => version?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none";

    private async Task OneAtATimeAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The deployment's record; the first time, one made from the model's aliases.</summary>
    private async Task<DeploymentRecord> ReadAsync(CancellationToken cancellationToken)
    {
        DeploymentRecord? record = await catalog.Deployments.FindAsync(name, cancellationToken).ConfigureAwait(false);
        if (record is null)
        {
            ModelVersion? champion = await catalog.Models.FindAsync(model, Aliases.Champion, cancellationToken).ConfigureAwait(false);
            record = new DeploymentRecord { Name = name, Model = model, Champion = champion?.Version };
            if (champion is not null)
            {
                record = await FirstAsync(record, cancellationToken).ConfigureAwait(false);
            }
        }

        return record.Model == model
            ? record
            : throw new DeploymentException($"The catalog says that deployment '{name}' serves model '{record.Model}', the host says '{model}'. Use another deployment name, or set the model to '{record.Model}'.");
    }

    private async Task<DeploymentRecord> FirstAsync(DeploymentRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.Deployments.SaveAsync(record with { ChangedAt = time.GetUtcNow() }, [], cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogConflictException)
        {
            // Two processes started at once; the other one was first.
            return await catalog.Deployments.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new DeploymentException($"Deployment '{name}' was made and removed again meanwhile. Try again.");
        }
    }

    private async Task ApplyAsync(DeploymentRecord record, CancellationToken cancellationToken)
    {
        Routing old = desk.Routing;
        if (old.Champion is null)
        {
            desk.Routing = old with { Status = DeploymentStatus.Loading, Reason = "it is loading." };
        }

        try
        {
            Routing next = await LoadAsync(record, cancellationToken).ConfigureAwait(false);
            desk.Routing = next;
            Retire(old, next);
        }
        catch (Exception e)
        {
            if (old.Champion is null)
            {
                desk.Routing = new Routing { Record = record, Status = DeploymentStatus.Unavailable, Reason = e.Message };
            }

            throw;
        }
    }

    /// <summary>Brings the versions of a record into memory, taking over those that are there.</summary>
    private async Task<Routing> LoadAsync(DeploymentRecord record, CancellationToken cancellationToken)
    {
        Routing now = desk.Routing;
        var fresh = new List<LoadedVersion>();
        try
        {
            LoadedVersion? champion = await GetAsync(record.Champion).ConfigureAwait(false);
            LoadedVersion? challenger = await GetAsync(record.Challenger).ConfigureAwait(false);
            return new Routing
            {
                Record = record,
                Champion = champion,
                Challenger = challenger,
                Previous = await GetPreviousAsync().ConfigureAwait(false),
                Status = champion is null ? DeploymentStatus.Unavailable : DeploymentStatus.Ready,
                Reason = champion is null ? $"model '{model}' has no champion yet: promote one of its versions." : null,
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

        async Task<LoadedVersion?> GetPreviousAsync()
        {
            try
            {
                return await GetAsync(record.Previous).ConfigureAwait(false);
            }
            catch (DeploymentException e)
            {
                // The previous version is only kept ready for a rollback: its loss must not stop the champion.
                LogPrevious(logger, e, record.Previous ?? 0, name);
                return null;
            }
        }
    }

    private static void Retire(Routing old, Routing next)
    {
        foreach ((_, LoadedVersion version) in old.Loaded)
        {
            if (next.Find(version.Version) != version)
            {
                version.Uses.Close();
            }
        }
    }

    private async Task<IReadOnlyList<AliasMove>> MovesAsync(DeploymentRecord after, string actor, string reason, DateTimeOffset at, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(model, cancellationToken).ConfigureAwait(false);
        var moves = new List<AliasMove>();
        foreach ((string alias, int? to) in new[] { (Aliases.Champion, after.Champion), (Aliases.Challenger, after.Challenger) })
        {
            int? from = aliases.TryGetValue(alias, out int version) ? version : null;
            if (from != to)
            {
                moves.Add(new AliasMove(model, alias, from, to, actor, reason, at));
            }
        }

        return moves;
    }

    /// <summary>The champion before a version became champion, from the audit, so that a second rollback goes further back.</summary>
    private async Task<int?> BeforeAsync(int version, int? leaving, CancellationToken cancellationToken)
    {
        IReadOnlyList<AliasMove> audit = await catalog.Models.AuditAsync(model, cancellationToken).ConfigureAwait(false);
        AliasMove? became = audit.FirstOrDefault(m => m.Alias == Aliases.Champion && m.To == version && m.From != leaving);
        return became?.From;
    }

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "{Kind}: {Change}")]
    private static partial void LogChanged(ILogger logger, string kind, string change);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Error, Message = "The {Kind} was made, but its event was not written: {Change}")]
    private static partial void LogNotNoted(ILogger logger, Exception e, string kind, string change);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Warning, Message = "Version {Version}, kept for a rollback of deployment {Deployment}, does not load.")]
    private static partial void LogPrevious(ILogger logger, Exception e, int version, string deployment);
}
