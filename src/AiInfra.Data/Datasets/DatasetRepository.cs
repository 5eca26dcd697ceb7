using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;

namespace AiInfra.Data.Datasets;

/// <summary>Datasets: chains of commits over Parquet files in the artifact store, with branches.</summary>
/// <remarks>Thread-safe. A commit is made whole or not at all; two writers of one branch both succeed (the later builds on the earlier), unless one names the head it expects.</remarks>
public sealed class DatasetRepository
{
    /// <summary>Creates a repository.</summary>
    /// <param name="catalog">Where commits are kept.</param>
    /// <param name="artifacts">Where files are kept.</param>
    /// <param name="time">Clock for the time of commits.</param>
    public DatasetRepository(ICatalog catalog, IArtifactStore artifacts, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(artifacts);
        Catalog = catalog;
        Artifacts = artifacts;
        Time = time ?? TimeProvider.System;
    }

    /// <summary>Where commits are kept.</summary>
    public ICatalog Catalog { get; }

    /// <summary>Where files are kept.</summary>
    public IArtifactStore Artifacts { get; }

    internal TimeProvider Time { get; }

    /// <summary>A branch's newest commit, or null.</summary>
    public async Task<Dataset?> FindAsync(string dataset, string branch = "main", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        DatasetCommit? head = await Catalog.Datasets.HeadAsync(dataset, branch, cancellationToken).ConfigureAwait(false);
        return head is null ? null : new Dataset(this, head);
    }

    /// <summary>A branch's newest commit.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such dataset or branch; the message lists those there are.</exception>
    public async Task<Dataset> OpenAsync(string dataset, string branch = "main", CancellationToken cancellationToken = default)
    {
        if (await FindAsync(dataset, branch, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        IReadOnlyDictionary<string, string> branches = await Catalog.Datasets.BranchesAsync(dataset, cancellationToken).ConfigureAwait(false);
        if (branches.Count > 0)
        {
            throw new CatalogNotFoundException($"Dataset '{dataset}' has no branch '{branch}'. Branches: {string.Join(", ", branches.Keys)}.");
        }

        IReadOnlyList<string> all = await Catalog.Datasets.ListAsync(cancellationToken).ConfigureAwait(false);
        throw new CatalogNotFoundException($"There is no dataset '{dataset}'. Datasets: {(all.Count == 0 ? "none" : string.Join(", ", all.Take(20)))}.");
    }

    /// <summary>A commit by its id.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such commit.</exception>
    public async Task<Dataset> OpenCommitAsync(string commitId, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(commitId);
        DatasetCommit? commit = await Catalog.Datasets.FindAsync(commitId, cancellationToken).ConfigureAwait(false);
        return commit is null ? throw new CatalogNotFoundException($"There is no dataset commit '{commitId}'.") : new Dataset(this, commit);
    }

    /// <summary>Starts a commit; rows go in through the writer.</summary>
    public DatasetWriter CreateWriter(string dataset, RowSchema schema, DatasetWriteOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(dataset);
        ArgumentNullException.ThrowIfNull(schema);
        return new DatasetWriter(this, dataset, schema, (options ?? new DatasetWriteOptions()).Checked(nameof(options)));
    }

    /// <summary>Commits rows. All must have the schema given.</summary>
    /// <exception cref="DatasetException">There are no rows, a row has other columns, or the dataset's columns changed and may not.</exception>
    public async Task<Dataset> WriteAsync(string dataset, RowSchema schema, IAsyncEnumerable<Row> rows, DatasetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        DatasetWriter writer = CreateWriter(dataset, schema, options);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (Row row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.AppendAsync(row, cancellationToken).ConfigureAwait(false);
            }

            return await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits rows that are in memory; a <see cref="RowBatch"/> by column. All must have the schema of the first.</summary>
    /// <exception cref="DatasetException">There are no rows, a row has other columns, or the dataset's columns changed and may not.</exception>
    public async Task<Dataset> WriteAsync(string dataset, IEnumerable<Row> rows, DatasetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is RowBatch batch)
        {
            return await WriteAsync(dataset, batch.Schema, Portions(batch).ToAsyncEnumerable(), options, cancellationToken).ConfigureAwait(false);
        }

        DatasetWriter? writer = null;
        try
        {
            foreach (Row row in rows)
            {
                cancellationToken.ThrowIfCancellationRequested();
                writer ??= CreateWriter(dataset, row.Schema, options);
                await writer.AppendAsync(row, cancellationToken).ConfigureAwait(false);
            }

            return writer is null
                ? throw new DatasetException($"No rows were given for dataset '{dataset}': an empty commit is refused. The dataset is unchanged.")
                : await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (writer is not null)
            {
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>A batch in portions of as many rows as a writer gathers, so that the commit's summaries are those of the rows.</summary>
    private static IEnumerable<RowBatch> Portions(RowBatch batch)
    {
        const int Rows = 4096;
        for (int start = 0; start < batch.Count; start += Rows)
        {
            yield return batch.Slice(start, Math.Min(Rows, batch.Count - start));
        }
    }

    /// <summary>Commits batches. All must have the schema given.</summary>
    /// <exception cref="DatasetException">There are no rows, a batch has other columns, or the dataset's columns changed and may not.</exception>
    public async Task<Dataset> WriteAsync(string dataset, RowSchema schema, IAsyncEnumerable<RowBatch> batches, DatasetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        DatasetWriter writer = CreateWriter(dataset, schema, options);
        await using (writer.ConfigureAwait(false))
        {
            await foreach (RowBatch batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                await writer.AppendAsync(batch, cancellationToken).ConfigureAwait(false);
            }

            return await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits records; the columns are their properties.</summary>
    /// <exception cref="DatasetException">There are no records, or the dataset's columns changed and may not.</exception>
    public Task<Dataset> WriteRecordsAsync<T>(string dataset, IAsyncEnumerable<T> records, DatasetWriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        RecordShape<T> shape = RecordShape<T>.Instance;
        return WriteAsync(dataset, shape.Schema, BatchesAsync(shape, records, cancellationToken), options, cancellationToken);
    }

    /// <summary>Commits that a source was read further and no row of it is new: the rows stay as they are.</summary>
    internal async Task<Dataset> MoveAsync(Dataset head, DatasetWriteOptions options, CancellationToken cancellationToken) =>
        new(this, await new CommitMaker(this, head.Name, head.Schema, options).CommitAsync([], null, cancellationToken).ConfigureAwait(false));

    /// <summary>Makes a branch at the head of another, without copying anything.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such dataset or branch.</exception>
    /// <exception cref="CatalogConflictException">The new branch is there already.</exception>
    public async Task<Dataset> BranchAsync(string dataset, string newBranch, string fromBranch = "main", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(newBranch);
        Dataset from = await OpenAsync(dataset, fromBranch, cancellationToken).ConfigureAwait(false);
        await Catalog.Datasets.SetBranchAsync(dataset, newBranch, from.Commit.Id, null, cancellationToken).ConfigureAwait(false);
        return from;
    }

    /// <summary>Commits of a branch, the newest first.</summary>
    public Task<IReadOnlyList<DatasetCommit>> LogAsync(string dataset, string branch = "main", int take = 100, string? before = null, CancellationToken cancellationToken = default) =>
        Catalog.Datasets.LogAsync(dataset, branch, take, before, cancellationToken);

    private static async IAsyncEnumerable<RowBatch> BatchesAsync<T>(RecordShape<T> shape, IAsyncEnumerable<T> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var builder = new RowBatchBuilder(shape.Schema);
        var values = new Value[shape.Schema.Count];
        await foreach (T record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            shape.Write(record, values);
            builder.Add(values);
            if (builder.IsFull)
            {
                yield return builder.Build();
            }
        }

        if (builder.Count > 0)
        {
            yield return builder.Build();
        }
    }
}
