using System.Text.Json;
using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Dashboard.Pages.Datasets;

/// <summary>Reads datasets, a page at a time.</summary>
internal sealed class DatasetReader(ICatalog catalog)
{
    private const string NotesKey = "ingestion.notes";

    public Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken) => catalog.Datasets.ListAsync(cancellationToken);

    public Task<DatasetCommit?> FindAsync(string commit, CancellationToken cancellationToken) => catalog.Datasets.FindAsync(commit, cancellationToken);

    /// <summary>A dataset with a page of a branch's commits: the newest, or those before one.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such dataset, branch or commit.</exception>
    public async Task<DatasetDetail> DatasetAsync(string name, string? branch, string? before, int rows, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> branches = await catalog.Datasets.BranchesAsync(name, cancellationToken).ConfigureAwait(false);
        if (branches.Count == 0 || (branch is not null && !branches.ContainsKey(branch)))
        {
            throw new CatalogNotFoundException(branches.Count == 0 ? $"There is no dataset '{name}'." : $"Dataset '{name}' has no branch '{branch}'; it has {string.Join(", ", branches.Keys.Order(StringComparer.Ordinal).Take(20))}.");
        }

        string shown = branch ?? (branches.ContainsKey("main") ? "main" : branches.Keys.Order(StringComparer.Ordinal).First());
        IReadOnlyList<DatasetCommit> commits = await catalog.Datasets.LogAsync(name, shown, rows + 1, before, cancellationToken).ConfigureAwait(false);
        var card = new DatasetCard(name, branches, shown, [.. commits.Take(rows).Select(Row)]);
        return new DatasetDetail(card, before, commits.Count > rows ? commits[rows - 1].Id : null);
    }

    /// <summary>A commit with its schema, files and report.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such commit.</exception>
    public async Task<CommitDetail> CommitAsync(string id, CancellationToken cancellationToken)
    {
        DatasetCommit commit = await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new CatalogNotFoundException($"There is no commit '{id}'; it may have been deleted.");
        Run? run = commit.RunId is null ? null : await catalog.Runs.FindAsync(commit.RunId, cancellationToken).ConfigureAwait(false);
        return new CommitDetail(
            commit.Dataset,
            Row(commit),
            Columns(commit.Schema),
            commit.Schema,
            [.. commit.Files.Select(f => new FileRow(f.Path, f.Rows, f.Bytes, f.Digest.ToString()))],
            run?.Metrics ?? new Dictionary<string, double>(),
            run?.Tags ?? new Dictionary<string, string>(),
            commit.Metadata.Where(m => m.Key != NotesKey).ToDictionary());
    }

    private static CommitRow Row(DatasetCommit c) =>
        new(c.Id, c.ParentId, c.Message, c.At, c.Rows, c.Files.Count, c.Files.Sum(f => f.Bytes), c.RunId) { Notes = c.Metadata.GetValueOrDefault(NotesKey)?.Split('\n') ?? [] };

    private static IReadOnlyList<SchemaColumn> Columns(string schema)
    {
        try
        {
            return JsonSerializer.Deserialize(schema, DatasetJson.Default.CommitSchema)?.Columns ?? [];
        }
        catch (JsonException)
        {
            // Whoever commits may write it as he likes; then the page shows it as it is.
            return [];
        }
    }
}
