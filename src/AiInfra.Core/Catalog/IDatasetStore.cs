namespace AiInfra.Core.Catalog;

/// <summary>Datasets as chains of commits with named branches.</summary>
public interface IDatasetStore
{
    /// <summary>Records a commit and moves the branch to it, in one transaction. A commit that is the branch's head already is fine, so that a retry after a crash is harmless.</summary>
    /// <param name="commit">The commit; its parent must be the branch's head.</param>
    /// <param name="branch">The branch; it is made when it is not there.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CatalogConflictException">The branch's head is not the commit's parent: somebody committed first.</exception>
    Task CommitAsync(DatasetCommit commit, string branch = "main", CancellationToken cancellationToken = default);

    /// <summary>The newest commit of a branch, or null.</summary>
    Task<DatasetCommit?> HeadAsync(string dataset, string branch = "main", CancellationToken cancellationToken = default);

    /// <summary>A commit by id, or null.</summary>
    Task<DatasetCommit?> FindAsync(string commitId, CancellationToken cancellationToken = default);

    /// <summary>Commits from the head of a branch backwards, a page at a time.</summary>
    /// <param name="dataset">Dataset.</param>
    /// <param name="branch">Branch whose head it begins with.</param>
    /// <param name="take">At most so many.</param>
    /// <param name="before">Id of a commit of the dataset: the log begins with its parent instead of with the head, however far back it is and whatever the branch points to by now. The last of a page asks for the next page; it may have been deleted meanwhile.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The commits, the newest first; none where the dataset has no such branch.</returns>
    /// <exception cref="CatalogNotFoundException">The dataset has no commit <paramref name="before"/>.</exception>
    Task<IReadOnlyList<DatasetCommit>> LogAsync(string dataset, string branch = "main", int take = 100, string? before = null, CancellationToken cancellationToken = default);

    /// <summary>Points a branch to a commit (makes it when it is not there).</summary>
    /// <exception cref="CatalogConflictException">The branch's head is not <paramref name="expectedHead"/>.</exception>
    /// <exception cref="CatalogNotFoundException">The dataset has no such commit.</exception>
    Task SetBranchAsync(string dataset, string branch, string commitId, string? expectedHead, CancellationToken cancellationToken = default);

    /// <summary>Branches of a dataset: name and head.</summary>
    Task<IReadOnlyDictionary<string, string>> BranchesAsync(string dataset, CancellationToken cancellationToken = default);

    /// <summary>Deletes a commit. Its children stay, and <see cref="LogAsync"/> goes on with its parent; its files go with the next collection of artifacts, unless another commit has them.</summary>
    /// <exception cref="CatalogConflictException">It is the head of a branch, or a registered version was trained on it; the message names them.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such commit.</exception>
    Task DeleteAsync(string commitId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a branch; its commits stay. A dataset without branches is listed no more.</summary>
    /// <exception cref="CatalogConflictException">The branch's head is not <paramref name="expectedHead"/>.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such branch.</exception>
    Task DeleteBranchAsync(string dataset, string branch, string expectedHead, CancellationToken cancellationToken = default);

    /// <summary>Names of all datasets.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken = default);
}
