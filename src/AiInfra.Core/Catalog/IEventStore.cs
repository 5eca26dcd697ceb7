using AiInfra.Core.Storage;

namespace AiInfra.Core.Catalog;

/// <summary>Happenings as rows.</summary>
public interface IEventStore
{
    /// <summary>Adds events in one transaction.</summary>
    Task AddAsync(IReadOnlyList<CatalogEvent> events, CancellationToken cancellationToken = default);

    /// <summary>Events, the newest first.</summary>
    Task<IReadOnlyList<CatalogEvent>> ListAsync(EventQuery query, CancellationToken cancellationToken = default);

    /// <summary>Forgets the oldest events, in one transaction.</summary>
    Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default);
}
