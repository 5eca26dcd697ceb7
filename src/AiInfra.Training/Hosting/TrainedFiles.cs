using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Training.Recipes;
using AiInfra.Training.Tabular;

namespace AiInfra.Training.Hosting;

/// <summary>What a training made, as steps of pipelines hand it on: its files are in the artifact store.</summary>
/// <param name="Files">Digests of the files by name.</param>
/// <param name="Runtime">The runtime that opens them; null for ONNX Runtime.</param>
/// <param name="Target">The column it learned.</param>
/// <param name="Task">What it learned.</param>
/// <param name="RunId">The run in the catalog.</param>
/// <param name="Data">The dataset commit it learned from.</param>
/// <param name="LearnedRows">Rows of the commit, from its first, that it learned from.</param>
/// <param name="HeldOutRows">Rows after those that it never saw.</param>
public sealed record TrainedFiles(
    IReadOnlyDictionary<string, ArtifactDigest> Files, string? Runtime, string Target, ModelTask Task, string RunId, CommittedDataset Data, long LearnedRows, long HeldOutRows)
{
    /// <summary>Stores what a training gave.</summary>
    public static async Task<TrainedFiles> StoreAsync(DatasetTrainingResult trained, CommittedDataset data, IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trained);
        Dictionary<string, ArtifactDigest> files = await trained.Model.StoreAsync(artifacts, cancellationToken).ConfigureAwait(false);
        return new TrainedFiles(
            files, trained.Model.Runtime, trained.Target, trained.Task.Task, trained.RunId, data, trained.LearnedRows, trained.HeldOutRows);
    }

    /// <summary>Reads the files again.</summary>
    /// <exception cref="ArtifactNotFoundException">A file is no longer there.</exception>
    public async Task<DatasetTrainingResult> OpenAsync(IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        var files = new Dictionary<string, byte[]>();
        foreach ((string name, ArtifactDigest digest) in Files)
        {
            files[name] = await artifacts.ReadBytesAsync(digest, cancellationToken).ConfigureAwait(false);
        }

        string? encoder = files.Remove(ModelFiles.Encoder, out byte[]? json) ? Encoding.UTF8.GetString(json) : null;
        TrainedModel model = Runtime is null ? new TrainedModel(files[ModelFiles.Onnx], encoder) : new TrainedModel(Runtime, files, encoder);
        return new DatasetTrainingResult(model, Target, new TaskChoice(Task, "as it was trained"), RunId, Data.CommitId, LearnedRows, HeldOutRows);
    }

    /// <inheritdoc />
    public override string ToString() => $"TrainedFiles {{ Files = {string.Join(", ", Files.Keys)}, Runtime = {Runtime}, Target = {Target}, Task = {Task}, RunId = {RunId}, Data = {Data}, LearnedRows = {LearnedRows}, HeldOutRows = {HeldOutRows} }}";
}
