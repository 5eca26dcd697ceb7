using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Sketches;

namespace AiInfra.Data.Datasets;

/// <summary>Puts files, schema and statistics together to a commit on the branch's head, and moves the head.</summary>
internal sealed class CommitMaker(DatasetRepository repository, string dataset, RowSchema schema, DatasetWriteOptions options)
{
    private const int MaxAttempts = 20;

    public static string Describe(RowSchema schema) => string.Join(", ", schema.Columns.Select(c => $"{c.Name}: {c.Kind.ToString().ToLowerInvariant()}"));

    public async Task<DatasetCommit> CommitAsync(IReadOnlyList<DatasetFile> files, TableSummary? summary, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            DatasetCommit? head = await repository.Catalog.Datasets.HeadAsync(dataset, options.Branch, cancellationToken).ConfigureAwait(false);
            if (options.ExpectedHead is { } expected && expected != (head?.Id ?? ""))
            {
                DatasetCommit? parent = expected.Length == 0 ? null : await repository.Catalog.Datasets.FindAsync(expected, cancellationToken).ConfigureAwait(false);
                DatasetCommit wanted = Build(parent, files);
                if (head is null || head.Id != wanted.Id)
                {
                    throw new DatasetException($"Branch '{options.Branch}' of dataset '{dataset}' should be at {Show(expected)} and is at {Show(head?.Id ?? "")}: somebody committed in between. Nothing was changed.");
                }

                // Made before a crash: its lineage may not have been written then.
                await AddLineageAsync(head, cancellationToken).ConfigureAwait(false);
                return head;
            }

            if (options.Position is { } position && position.From != head?.Metadata.GetValueOrDefault(position.Key))
            {
                throw new DatasetException($"Another run read on '{position.Key[CommitPosition.Prefix.Length..]}' and appended to dataset '{dataset}' in between: the rows of this run are there already, or some of them. Nothing was changed; run it again, and it goes on behind the other.");
            }

            DatasetCommit commit = Build(head, files);
            if (head is not null && options.Mode == DatasetWriteMode.Replace && SameContent(head, commit))
            {
                await AddLineageAsync(head, cancellationToken).ConfigureAwait(false);
                return head;
            }

            if (head is not null && options.AppendsOnce && options.Mode == DatasetWriteMode.Append && Holds(head.Files, files))
            {
                Repeated = true;
                await AddLineageAsync(head, cancellationToken).ConfigureAwait(false);
                return head;
            }

            if (head is not null && options.AsksMode)
            {
                throw new DatasetException(
                    $"Dataset '{dataset}' holds {head.Rows:N0} rows (commit {Show(head.Id)}, branch '{options.Branch}'), and {files.Sum(f => f.Rows):N0} others came. Whether they are all there is or come after those is not said: call Replace() where the source always holds every row, Append() where it holds new ones. The dataset is unchanged.");
            }

            commit = commit with { Statistics = files.Count == 0 ? head?.Statistics : await StatisticsAsync(commit, head, summary, cancellationToken).ConfigureAwait(false) };
            try
            {
                await repository.Catalog.Datasets.CommitAsync(commit, options.Branch, cancellationToken).ConfigureAwait(false);
                await AddLineageAsync(commit, cancellationToken).ConfigureAwait(false);
                return commit;
            }
            catch (CatalogConflictException) when (options.ExpectedHead is null && attempt < MaxAttempts)
            {
                // Somebody committed first: build on what is there now.
            }
        }
    }

    /// <summary>Whether the rows had been appended before and were not appended again.</summary>
    public bool Repeated { get; private set; }

    /// <summary>Whether a run of the files that are there has the content of the new ones. A part's name ends with the digest of its content.</summary>
    private static bool Holds(IReadOnlyList<DatasetFile> there, IReadOnlyList<DatasetFile> files) => Enumerable.Range(0, Math.Max(0, there.Count - files.Count + 1))
        .Any(start => files.Select((f, i) => f.Digest == there[start + i].Digest).All(same => same));

    private static string Show(string head) => head.Length == 0 ? "no commit" : head[..Math.Min(12, head.Length)];

    private static bool SameContent(DatasetCommit left, DatasetCommit right) =>
        left.Schema == right.Schema && left.Files.SequenceEqual(right.Files) && left.Metadata.OrderBy(p => p.Key, StringComparer.Ordinal).SequenceEqual(right.Metadata.OrderBy(p => p.Key, StringComparer.Ordinal));

    private DatasetCommit Build(DatasetCommit? parent, IReadOnlyList<DatasetFile> files)
    {
        RowSchema merged = parent is null ? schema : files.Count == 0 ? DatasetSchema.FromJson(parent.Schema) : Merge(DatasetSchema.FromJson(parent.Schema));
        IReadOnlyList<DatasetFile> all = files;
        if (parent is not null && options.Mode == DatasetWriteMode.Append)
        {
            all = [.. parent.Files, .. files.Select((f, i) => f with { Path = $"part-{parent.Files.Count + i:00000}-{f.Digest.Hex[..12]}.parquet" })];
        }

        var commit = new DatasetCommit
        {
            Id = "",
            Dataset = dataset,
            ParentId = parent?.Id,
            Message = options.Message,
            At = repository.Time.GetUtcNow(),
            Files = all,
            Schema = DatasetSchema.ToJson(merged),
            RunId = options.RunId,
            Metadata = Metadata(parent),
        };
        return commit with { Id = CommitId.Of(commit) };
    }

    /// <summary>What the writer gives, and how far sources were read for the rows that stay.</summary>
    private IReadOnlyDictionary<string, string> Metadata(DatasetCommit? parent)
    {
        KeyValuePair<string, string>[] kept = parent is null || options.Mode == DatasetWriteMode.Replace
            ? []
            : [.. parent.Metadata.Where(m => m.Key.StartsWith(CommitPosition.Prefix, StringComparison.Ordinal))];
        if (kept.Length == 0 && options.Position is null)
        {
            return options.Metadata;
        }

        var metadata = new Dictionary<string, string>(kept);
        foreach ((string key, string value) in options.Metadata)
        {
            metadata[key] = value;
        }

        if (options.Position is { } position)
        {
            metadata[position.Key] = position.To;
        }

        return metadata;
    }

    private RowSchema Merge(RowSchema old)
    {
        if (old.Equals(schema))
        {
            return schema;
        }

        if (options.SchemaChange == SchemaChange.Refuse)
        {
            throw new DatasetException(
                $"Dataset '{dataset}' has the columns ({Describe(old)}); the new rows have ({Describe(schema)}). Give the rows the same columns, set SchemaChange to Union, or write to another dataset. Nothing was changed.");
        }

        var columns = new List<Column>(old.Columns);
        foreach (Column column in schema.Columns)
        {
            int at = old.IndexOf(column.Name);
            if (at < 0)
            {
                columns.Add(column);
            }
            else if (old.Columns[at].Kind != column.Kind)
            {
                throw new DatasetException($"Column '{column.Name}' of dataset '{dataset}' holds {old.Columns[at].Kind.ToString().ToLowerInvariant()} values; the new rows have {column.Kind.ToString().ToLowerInvariant()} values there. Nothing was changed.");
            }
        }

        return new RowSchema(columns);
    }

    private async Task<ArtifactDigest?> StatisticsAsync(DatasetCommit commit, DatasetCommit? parent, TableSummary? summary, CancellationToken cancellationToken)
    {
        if (summary is null)
        {
            return null;
        }

        RowSchema whole = DatasetSchema.FromJson(commit.Schema);
        bool alone = parent is null || options.Mode == DatasetWriteMode.Replace;
        if (!alone || !whole.Equals(schema))
        {
            // A summary cannot be taken apart and added to: the earlier rows are read again.
            var all = new BatchSummary(whole);
            await foreach (RowBatch batch in new Dataset(repository, commit).ReadBatchesAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                all.Add(batch);
            }

            summary = all.ToSummary();
        }

        return await repository.Artifacts.PutBytesAsync(summary.ToJson(), cancellationToken).ConfigureAwait(false);
    }

    private async Task AddLineageAsync(DatasetCommit commit, CancellationToken cancellationToken)
    {
        LineageNode node = LineageNode.Dataset(commit.Id);
        var edges = options.Inputs.Select(input => new LineageEdge(input, node, "ingested-from")).ToList();

        // A commit found again was made by the run that died and by the one that repeats it; only the second has counts and an end.
        edges.AddRange(new[] { commit.RunId, options.RunId }.OfType<string>().Distinct().Select(run => new LineageEdge(LineageNode.Run(run), node, "made-by")));

        if (commit.ParentId is { } parent && options.Mode == DatasetWriteMode.Append)
        {
            edges.Add(new LineageEdge(LineageNode.Dataset(parent), node, "appended-to"));
        }

        if (edges.Count > 0)
        {
            await repository.Catalog.Lineage.AddAsync(edges, cancellationToken).ConfigureAwait(false);
        }
    }
}
