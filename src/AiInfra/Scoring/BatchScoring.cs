using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Scoring;

/// <summary>Asks a model about all rows of a dataset commit, and commits its answers: every row with the answer's columns behind its own.</summary>
/// <param name="catalog">Where models and datasets are.</param>
/// <param name="artifacts">Where their files are.</param>
/// <param name="deployment">The deployment of this process, which opens the model as it serves it; null opens it by the runtimes alone.</param>
/// <param name="time">Clock.</param>
/// <param name="runtimes">What opens models where there is no deployment; ONNX Runtime alone when null.</param>
public sealed class BatchScoring(ICatalog catalog, IArtifactStore artifacts, Deployment? deployment = null, TimeProvider? time = null, ModelRuntimes? runtimes = null)
{
    private readonly DatasetRepository _datasets = new(catalog, artifacts, time);

    /// <summary>Scores a commit. Rows are read and answered in batches; a commit of any size fits into memory.</summary>
    /// <param name="model">Name of the registered model.</param>
    /// <param name="version">Its version.</param>
    /// <param name="rows">The commit.</param>
    /// <param name="into">Name of the dataset that the answers are committed to, in the place of those that are there.</param>
    /// <param name="prefix">What the names of the answers' columns begin with.</param>
    /// <param name="cancellationToken">Cancels; nothing is committed then.</param>
    /// <returns>The commit of the answers.</returns>
    /// <exception cref="CatalogNotFoundException">There is no such version.</exception>
    /// <exception cref="InferenceRequestException">The rows have not what the model takes.</exception>
    /// <exception cref="DatasetException">There are no rows, or an answer's column has the name of one of theirs.</exception>
    public async Task<Dataset> ScoreAsync(string model, int version, Dataset rows, string into, string prefix = "", CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(model);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentException.ThrowIfNullOrWhiteSpace(into);
        ArgumentNullException.ThrowIfNull(prefix);
        ModelVersion found = await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false)
            ?? throw new CatalogNotFoundException($"Version {version} of model '{model}' is not in the catalog.");
        using IModel opened = await (deployment?.OpenAsync(found, artifacts, cancellationToken) ?? (runtimes ?? new ModelRuntimes()).OpenAsync(found, artifacts, cancellationToken: cancellationToken)).ConfigureAwait(false);
        using var asked = new RowModel(opened);
        string[] taken = Taken(opened.Signature, rows.Schema);
        DatasetWriter? writer = null;
        RowSchema? schema = null;
        try
        {
            await foreach (RowBatch batch in rows.ReadBatchesAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                if (batch.Count == 0)
                {
                    continue;
                }

                RowBatch answers = asked.Predict(batch.Select(taken));
                schema ??= Joined(rows, answers.Schema, prefix);
                writer ??= _datasets.CreateWriter(into, schema, Options(found, rows));
                if (answers.Columns.Count + rows.Schema.Count != schema.Count)
                {
                    throw new DatasetException($"Version {version} of model '{model}' answers rows in columns of different numbers ({answers.Columns.Count}, before {schema.Count - rows.Schema.Count}); such answers make no table.");
                }

                await writer.AppendAsync(new RowBatch(schema, [.. batch.Columns, .. answers.Columns]), cancellationToken).ConfigureAwait(false);
            }

            Dataset scored = writer is null
                ? throw new DatasetException($"Commit {rows.Commit.Id} of dataset '{rows.Name}' has no rows to score.")
                : await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
            await catalog.Lineage.AddAsync(
                [
                    new LineageEdge(LineageNode.Dataset(rows.Commit.Id), LineageNode.Dataset(scored.Commit.Id), "scored"),
                    new LineageEdge(LineageNode.ModelVersion(model, version), LineageNode.Dataset(scored.Commit.Id), "scored-by"),
                ],
                cancellationToken).ConfigureAwait(false);
            return scored;
        }
        finally
        {
            if (writer is not null)
            {
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>Columns that the model takes by name; all where it takes rows as one vector.</summary>
    private static string[] Taken(ModelSignature signature, RowSchema schema)
    {
        string[] named = [.. schema.Columns.Select(c => c.Name).Where(n => signature.IndexOfInput(n) >= 0)];
        return named.Length > 0 ? named : [.. schema.Columns.Select(c => c.Name)];
    }

    private static RowSchema Joined(Dataset rows, RowSchema answers, string prefix)
    {
        string[] both = [.. answers.Columns.Select(c => prefix + c.Name).Where(n => rows.Schema.IndexOf(n) >= 0)];
        return both.Length == 0
            ? new RowSchema([.. rows.Schema.Columns, .. answers.Columns.Select(c => c with { Name = prefix + c.Name })])
            : throw new DatasetException($"Dataset '{rows.Name}' and the model's answers both have the columns {string.Join(", ", both)}. Give the answers' names a prefix.");
    }

    private static DatasetWriteOptions Options(ModelVersion version, Dataset rows) => new()
    {
        Message = $"Answers of {version.Model} version {version.Version} for {rows.Name}",
        SchemaChange = SchemaChange.Union,
        Metadata = new Dictionary<string, string> { ["model"] = $"{version.Model}/{version.Version}", ["rows"] = rows.Commit.Id },
    };
}
