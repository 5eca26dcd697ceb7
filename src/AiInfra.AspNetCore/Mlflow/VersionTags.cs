using AiInfra.Core.Catalog;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>What MLflow says of a version and the catalog keeps as its tags; clients don't see them among the tags.</summary>
internal static class VersionTags
{
    public const string Description = "mlflow.version.description";
    public const string Source = "mlflow.version.source";
    public const string RunLink = "mlflow.version.run-link";
    public const string Stage = "mlflow.version.stage";
    public const string ModelId = "mlflow.version.model-id";
    public const string NoStage = "None";
    private const string Prefix = "mlflow.version.";

    public static readonly string[] Stages = [NoStage, "Staging", "Production", "Archived"];

    public static Dictionary<string, string> Visible(ModelVersion version) => version.Tags.Where(t => !t.Key.StartsWith(Prefix, StringComparison.Ordinal)).ToDictionary();

    public static string Of(ModelVersion version, string tag) => version.Tags.GetValueOrDefault(tag, "");

    public static string StageOf(ModelVersion version) => version.Tags.GetValueOrDefault(Stage, NoStage);

    public static string SourceOf(ModelVersion version) => version.Tags.GetValueOrDefault(Source) ?? ArtifactPlace.Of(version.Model, version.Version);
}
