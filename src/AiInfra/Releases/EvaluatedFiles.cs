using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Data.Datasets;

namespace AiInfra.Releases;

/// <summary>A judged model, as steps of pipelines hand it on: its files and its report are in the artifact store.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Passed">Whether no gate objects.</param>
/// <param name="Explanation">The gate's decision in words.</param>
/// <param name="Files">Digests of the files by name.</param>
/// <param name="Metrics">What was measured, and the baseline of its quality.</param>
/// <param name="Tags">Tags of the version to be.</param>
/// <param name="RunId">The run that made it.</param>
/// <param name="Data">The dataset commit that it learned from.</param>
public sealed record EvaluatedFiles(
    string Model,
    bool Passed,
    string Explanation,
    IReadOnlyDictionary<string, ArtifactDigest> Files,
    IReadOnlyDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, string> Tags,
    string? RunId,
    CommittedDataset Data)
{
    internal static EvaluatedFiles Of(JudgedCandidate judged, CommittedDataset data) => new(
        judged.Version.Model,
        judged.Passes,
        judged.Report.Gate?.Explain() ?? "No gate decided.",
        judged.Version.Files,
        judged.Version.Metrics,
        judged.Version.Tags,
        judged.Version.RunId,
        data);

    internal ModelVersion ToVersion() => new()
    {
        Model = Model,
        Files = Files,
        Metrics = Metrics,
        Tags = Tags,
        RunId = RunId,
        DatasetCommitId = Data.CommitId,
    };

    /// <inheritdoc />
    public override string ToString() => $"EvaluatedFiles {{ Model = {Model}, Passed = {Passed}, Explanation = {Explanation}, Files = {string.Join(", ", Files.Keys)}, Metrics = {Shown.List(Metrics)}, Tags = {Shown.List(Tags)}, RunId = {RunId}, Data = {Data} }}";
}
