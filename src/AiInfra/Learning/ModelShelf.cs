using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;

namespace AiInfra.Learning;

/// <summary>Puts models and the rows they were trained on into the catalog, and takes them out again.</summary>
internal sealed class ModelShelf(string model, ICatalog catalog, IArtifactStore artifacts, DatasetRepository datasets)
{
    private const string SeenThrough = "aiinfra.seenThrough";
    private const string FirstRows = "aiinfra.firstRows";

    public string TrainingDataset => $"{model}-training";

    /// <summary>Rows of the first training, written to every version: a process that goes on takes the same steps as the one before.</summary>
    public int FirstTraining { get; set; }

    /// <summary>Rows of the first training as a version has them, or null.</summary>
    public static int? FirstTrainingOf(ModelVersion version) => Number(version, FirstRows) is { } rows ? (int)rows : null;

    /// <summary>The newest state of a dataset, or null.</summary>
    public Task<Dataset?> FindAsync(string dataset, CancellationToken cancellationToken) => datasets.FindAsync(dataset, cancellationToken: cancellationToken);

    /// <summary>All rows of a commit.</summary>
    public async Task<RowBatch> ReadAsync(string commit, CancellationToken cancellationToken)
    {
        Dataset dataset = await datasets.OpenCommitAsync(commit, cancellationToken).ConfigureAwait(false);
        return await dataset.ReadColumnsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits the rows of a training as the newest state of the training dataset.</summary>
    public async Task<DatasetCommit> CommitAsync(RowBatch rows, string message, string runId, CancellationToken cancellationToken)
    {
        Dataset dataset = await datasets.WriteAsync(
            TrainingDataset,
            rows,
            new DatasetWriteOptions { Message = message, RunId = runId, SchemaChange = SchemaChange.Union },
            cancellationToken).ConfigureAwait(false);
        return dataset.Commit;
    }

    /// <summary>Registers a version with its files and what it came from.</summary>
    public async Task<ModelVersion> RegisterAsync(
        TrainedModel trained, string report, DatasetCommit commit, string runId, long seenThrough, IReadOnlyDictionary<string, double> metrics, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, ArtifactDigest>
        {
            [ModelFiles.Onnx] = await artifacts.PutBytesAsync(trained.Onnx, cancellationToken).ConfigureAwait(false),
            [ModelFiles.Report] = await artifacts.PutBytesAsync(System.Text.Encoding.UTF8.GetBytes(report), cancellationToken).ConfigureAwait(false),
        };
        if (trained.Encoder is { } encoder)
        {
            files[ModelFiles.Encoder] = await artifacts.PutBytesAsync(System.Text.Encoding.UTF8.GetBytes(encoder), cancellationToken).ConfigureAwait(false);
        }

        ModelVersion version = await catalog.Models.RegisterAsync(
            new ModelVersion
            {
                Model = model,
                Files = files,
                RunId = runId,
                DatasetCommitId = commit.Id,
                Metrics = metrics,
                Tags = new Dictionary<string, string>(tags)
                {
                    [SeenThrough] = seenThrough.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    [FirstRows] = FirstTraining.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
            },
            cancellationToken).ConfigureAwait(false);
        await catalog.Lineage.AddAsync(
            [
                new LineageEdge(LineageNode.Dataset(commit.Id), LineageNode.Run(runId), "trained-on"),
                new LineageEdge(LineageNode.Run(runId), LineageNode.ModelVersion(model, version.Version), "produced"),
            ],
            cancellationToken).ConfigureAwait(false);
        return version;
    }

    public Task DeployedAsync(int version, string deployment, CancellationToken cancellationToken) => catalog.Lineage.AddAsync(
        [new LineageEdge(LineageNode.ModelVersion(model, version), LineageNode.Deployment(deployment), "deployed-to")], cancellationToken);

    /// <summary>A version as it is served.</summary>
    /// <exception cref="LearningException">The catalog does not know it.</exception>
    public async Task<JudgedModel> OpenAsync(int version, CancellationToken cancellationToken)
    {
        ModelVersion found = await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false)
            ?? throw new LearningException($"Version {version} of model '{model}' is not in the catalog.");
        return JudgedModel.Load(await artifacts.GetFileAsync(found.Files[ModelFiles.Onnx], cancellationToken).ConfigureAwait(false));
    }

    /// <summary>How many labelled rows there were when the version was trained: it has seen none after them. Null where nobody wrote it down.</summary>
    public async Task<long?> SeenThroughAsync(int version, CancellationToken cancellationToken) =>
        await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false) is { } found ? Number(found, SeenThrough) : null;

    private static long? Number(ModelVersion version, string tag) =>
        version.Tags.TryGetValue(tag, out string? text) && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : null;
}
