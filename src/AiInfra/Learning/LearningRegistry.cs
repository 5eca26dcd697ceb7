using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Serving.Deployments;
using AiInfra.Training.Recipes;

namespace AiInfra.Learning;

/// <summary>Puts models and the rows they were trained on into the catalog, and takes them out again.</summary>
internal sealed class LearningRegistry(Deployment deployment, ICatalog catalog, IArtifactStore artifacts, DatasetRepository datasets)
{
    private const string SeenThrough = "aiinfra.seenThrough";
    private const string FirstRows = "aiinfra.firstRows";
    private readonly ModelRegistration _registration = new(catalog, artifacts);

    public string TrainingDataset => $"{deployment.Model}-training";

    /// <summary>Rows of the first training, written to every version: a process that goes on takes the same steps as the one before.</summary>
    public int FirstTraining { get; set; }

    /// <summary>Rows of the first training as a version has them, or null.</summary>
    public static int? FirstTrainingOf(ModelVersion version) => Number(version, FirstRows) is { } rows ? (int)rows : null;

    /// <summary>The newest state of a dataset, or null.</summary>
    public Task<Dataset?> FindAsync(string dataset, string branch, CancellationToken cancellationToken) => datasets.FindAsync(dataset, branch, cancellationToken);

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
        Dictionary<string, ArtifactDigest> files = await _registration.PutAsync(trained, cancellationToken).ConfigureAwait(false);
        files[ModelFiles.Report] = await _registration.PutAsync(report, cancellationToken).ConfigureAwait(false);
        return await _registration.RegisterAsync(
            new ModelVersion
            {
                Model = deployment.Model,
                Files = files,
                RunId = runId,
                DatasetCommitId = commit.Id,
                Metrics = metrics,
                Tags = new Dictionary<string, string>(ModelRegistration.Tags(trained.Runtime, tags))
                {
                    [SeenThrough] = seenThrough.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    [FirstRows] = FirstTraining.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
            },
            cancellationToken).ConfigureAwait(false);
    }

    public Task DeployedAsync(int version, string served, CancellationToken cancellationToken) => _registration.DeployedAsync(deployment.Model, version, served, cancellationToken);

    /// <summary>A version as it is served.</summary>
    /// <exception cref="LearningException">The catalog does not know it.</exception>
    public async Task<JudgedModel> OpenAsync(int version, CancellationToken cancellationToken)
    {
        ModelVersion found = await catalog.Models.FindAsync(deployment.Model, version, cancellationToken).ConfigureAwait(false)
            ?? throw new LearningException($"Version {version} of model '{deployment.Model}' is not in the catalog.");
        return new JudgedModel(await deployment.OpenAsync(found, cancellationToken: cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A model that is not registered, as it would be served.</summary>
    public Task<JudgedModel> OpenAsync(TrainedModel trained, CancellationToken cancellationToken) => CandidateFiles.OpenAsync(trained, deployment.Model, deployment.OpenAsync, cancellationToken);

    /// <summary>How many labelled rows there were when the version was trained: it has seen none after them. Null where nobody wrote it down.</summary>
    public async Task<long?> SeenThroughAsync(int version, CancellationToken cancellationToken) =>
        await catalog.Models.FindAsync(deployment.Model, version, cancellationToken).ConfigureAwait(false) is { } found ? Number(found, SeenThrough) : null;

    private static long? Number(ModelVersion version, string tag) =>
        version.Tags.TryGetValue(tag, out string? text) && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out long number) ? number : null;
}
