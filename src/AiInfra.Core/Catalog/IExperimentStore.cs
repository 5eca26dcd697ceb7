namespace AiInfra.Core.Catalog;

/// <summary>Experiments with their tags. Ask a catalog for it: <c>catalog.GetRequiredStore&lt;IExperimentStore&gt;()</c>.</summary>
public interface IExperimentStore
{
    /// <summary>Makes an experiment.</summary>
    /// <exception cref="CatalogConflictException">There is one of this name, marked as deleted or not.</exception>
    Task<Experiment> CreateAsync(string name, IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default);

    /// <summary>An experiment by its number, or null.</summary>
    Task<Experiment?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>An experiment by its name, or null.</summary>
    Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All experiments, the newest first, those marked as deleted among them.</summary>
    Task<IReadOnlyList<Experiment>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Sets tags; null removes one.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such experiment.</exception>
    Task SetTagsAsync(long id, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default);

    /// <summary>Gives it another name; its runs go with it.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such experiment.</exception>
    /// <exception cref="CatalogConflictException">There is one of this name.</exception>
    Task RenameAsync(long id, string name, CancellationToken cancellationToken = default);

    /// <summary>Marks it and its runs as deleted, or takes the mark away from both. Nothing is lost.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such experiment.</exception>
    Task SetDeletedAsync(long id, bool deleted, CancellationToken cancellationToken = default);
}
