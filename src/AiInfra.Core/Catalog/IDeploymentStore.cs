namespace AiInfra.Core.Catalog;

/// <summary>Deployments as they should be.</summary>
public interface IDeploymentStore
{
    /// <summary>Saves a deployment and, in the same transaction, moves aliases of its model and writes the event that tells of it, so that history misses nothing that the audit has. <see cref="DeploymentRecord.Revision"/> is the revision that was read (0 for a new one).</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="moves">Moves of its model's aliases, each with an audit row.</param>
    /// <param name="happened">The event; null where nothing happened that history should tell.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The deployment with its new revision.</returns>
    /// <exception cref="CatalogConflictException">It was changed since, or an alias points elsewhere.</exception>
    Task<DeploymentRecord> SaveAsync(DeploymentRecord deployment, IReadOnlyList<AliasMove> moves, CatalogEvent? happened = null, CancellationToken cancellationToken = default);

    /// <summary>A deployment, or null.</summary>
    Task<DeploymentRecord?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All deployments by name.</summary>
    Task<IReadOnlyList<DeploymentRecord>> ListAsync(CancellationToken cancellationToken = default);
}
