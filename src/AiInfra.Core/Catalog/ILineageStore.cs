namespace AiInfra.Core.Catalog;

/// <summary>What came from what.</summary>
public interface ILineageStore
{
    /// <summary>Adds edges; one that is there stays one.</summary>
    Task AddAsync(IReadOnlyList<LineageEdge> edges, CancellationToken cancellationToken = default);

    /// <summary>Everything a node came from, nearest first, each edge once.</summary>
    Task<IReadOnlyList<LineageEdge>> UpstreamAsync(LineageNode node, CancellationToken cancellationToken = default);

    /// <summary>Everything that came from a node, nearest first, each edge once.</summary>
    Task<IReadOnlyList<LineageEdge>> DownstreamAsync(LineageNode node, CancellationToken cancellationToken = default);
}
