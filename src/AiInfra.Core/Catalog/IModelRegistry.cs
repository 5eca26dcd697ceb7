namespace AiInfra.Core.Catalog;

/// <summary>Models, their versions, and the aliases that say which version plays which part.</summary>
public interface IModelRegistry
{
    /// <summary>Registers a version; the number is given here. Registering the same run's files again gives the version that is there; without a run every call makes a new version.</summary>
    /// <exception cref="ArgumentException">The version has no files.</exception>
    Task<ModelVersion> RegisterAsync(ModelVersion version, CancellationToken cancellationToken = default);

    /// <summary>A version, or null.</summary>
    Task<ModelVersion?> FindAsync(string model, int version, CancellationToken cancellationToken = default);

    /// <summary>The version an alias points to, or null.</summary>
    Task<ModelVersion?> FindAsync(string model, string alias, CancellationToken cancellationToken = default);

    /// <summary>Versions of a model, the newest first.</summary>
    Task<IReadOnlyList<ModelVersion>> VersionsAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>The newest versions of a model, the newest first: a page of a list that grows with every release.</summary>
    /// <param name="model">Model.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="before">Only versions before this one: the last version of a page asks for the next page.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<ModelVersion>> VersionsAsync(string model, int take, int? before = null, CancellationToken cancellationToken = default);

    /// <summary>Names of all models.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Aliases of a model and the versions they point to.</summary>
    Task<IReadOnlyDictionary<string, int>> AliasesAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>Moves aliases of one model in one transaction with an audit row each. <see cref="AliasMove.From"/> must be where the alias points now.</summary>
    /// <exception cref="CatalogConflictException">An alias points elsewhere than its move says.</exception>
    /// <exception cref="CatalogNotFoundException">A version does not exist.</exception>
    Task MoveAliasesAsync(IReadOnlyList<AliasMove> moves, CancellationToken cancellationToken = default);

    /// <summary>Moves of a model's aliases, the newest first: a page of a list that grows with every release.</summary>
    /// <param name="model">Model.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="before">Only moves before this <see cref="AliasMove.Id"/>: the last move of a page asks for the next page.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<AliasMove>> AuditAsync(string model, int take = 100, long? before = null, CancellationToken cancellationToken = default);

    /// <summary>Sets tags of a version; null removes one.</summary>
    Task SetTagsAsync(string model, int version, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default);

    /// <summary>Deletes a version. Its number is not given again; audit and lineage go on naming it, and its files go with the next collection of artifacts, unless something else refers to them.</summary>
    /// <exception cref="CatalogConflictException">An alias points to it, or a deployment has it as champion, challenger or the way back; the message names them.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such version.</exception>
    Task DeleteAsync(string model, int version, CancellationToken cancellationToken = default);
}
