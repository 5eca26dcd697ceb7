using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.Serving.Deployments.Control;

/// <summary>What the catalog knows of one deployment.</summary>
internal sealed class DeploymentLedger(string name, string model, ICatalog catalog, TimeProvider time)
{
    /// <summary>The deployment's record; the first time, one made from the model's aliases.</summary>
    public async Task<DeploymentRecord> ReadAsync(CancellationToken cancellationToken)
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

    /// <summary>Saves a changed record, moves the aliases with it and writes the event that tells of it, in one transaction.</summary>
    /// <exception cref="CatalogConflictException">Somebody else changed it meanwhile.</exception>
    public async Task<DeploymentRecord> SaveAsync(string kind, DeploymentRecord after, DeploymentChanged change, string message, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<AliasMove> moves = await MovesAsync(after, change.Actor, change.Reason, now, cancellationToken).ConfigureAwait(false);
        return await catalog.Deployments.SaveAsync(after with { ChangedAt = now }, moves, CatalogEvent.Of(kind, name, now, message, change), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether some process took a version with another signature as champion or challenger and knew it.</summary>
    public async Task<bool> AllowsAsync(int? champion, int? challenger, CancellationToken cancellationToken)
    {
        foreach (string kind in new[] { EventKinds.Promotion, EventKinds.Rollback, EventKinds.Challenge })
        {
            IReadOnlyList<CatalogEvent> events = await catalog.Events.ListAsync(new EventQuery { Kind = kind, Subject = name, Take = 100 }, cancellationToken).ConfigureAwait(false);
            if (events.Any(e => e.TryRead(out DeploymentChanged? change) && change.OtherSignature
                && (champion is null || change.ChampionTo == champion) && (challenger is null || change.ChallengerTo == challenger)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The champion before a version became champion, from the audit, so that a second rollback goes further back.</summary>
    public async Task<int?> BeforeAsync(int version, int? leaving, CancellationToken cancellationToken)
    {
        const int page = 200;
        IReadOnlyList<AliasMove> audit = [];
        do
        {
            audit = await catalog.Models.AuditAsync(model, page, audit.Count == 0 ? null : audit[^1].Id, cancellationToken).ConfigureAwait(false);
            if (audit.FirstOrDefault(m => m.Alias == Aliases.Champion && m.To == version && m.From != leaving) is { } became)
            {
                return became.From;
            }
        }
        while (audit.Count == page);

        return null;
    }

    private async Task<DeploymentRecord> FirstAsync(DeploymentRecord record, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.Deployments.SaveAsync(record with { ChangedAt = time.GetUtcNow() }, [], cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogConflictException)
        {
            // Two processes started at once; the other one was first.
            return await catalog.Deployments.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw new DeploymentException($"Deployment '{name}' was made and removed again meanwhile. Try again.");
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            // A store that can only be read, or is full: the record says no more than the alias does, and the champion answers by it. The first change saves it.
            return record;
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
}
