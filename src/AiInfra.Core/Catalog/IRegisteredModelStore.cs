namespace AiInfra.Core.Catalog;

/// <summary>What is said of models as a whole; their versions are in <see cref="IModelRegistry"/>. Ask a catalog for it: <c>catalog.GetRequiredStore&lt;IRegisteredModelStore&gt;()</c>.</summary>
public interface IRegisteredModelStore
{
    /// <summary>Makes a model without versions.</summary>
    /// <exception cref="CatalogConflictException">There is one of this name.</exception>
    Task<RegisteredModel> CreateAsync(string name, string description = "", IReadOnlyDictionary<string, string>? tags = null, CancellationToken cancellationToken = default);

    /// <summary>A model, or null.</summary>
    Task<RegisteredModel?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>All models by name.</summary>
    Task<IReadOnlyList<RegisteredModel>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Says what it is.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such model.</exception>
    Task DescribeAsync(string name, string description, CancellationToken cancellationToken = default);

    /// <summary>Sets tags; null removes one.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such model.</exception>
    Task SetTagsAsync(string name, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default);

    /// <summary>Gives it another name; versions, aliases, audit and lineage go with it.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such model.</exception>
    /// <exception cref="CatalogConflictException">There is one of the new name, or a deployment serves it.</exception>
    Task RenameAsync(string name, string to, CancellationToken cancellationToken = default);

    /// <summary>Deletes it with its versions and aliases. Lineage goes on naming them, and their numbers are not given again.</summary>
    /// <param name="name">The model.</param>
    /// <param name="actor">Who does it: the audit of its aliases names him.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CatalogNotFoundException">There is no such model.</exception>
    /// <exception cref="CatalogConflictException">A deployment serves it.</exception>
    Task DeleteAsync(string name, string actor, CancellationToken cancellationToken = default);
}
