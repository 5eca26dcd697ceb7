using System.Text;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Training.Recipes;

namespace AiInfra.Learning;

/// <summary>Puts models into the catalog: their files, tags and origins. The learning loop, releases by hand and pipelines register by it.</summary>
internal sealed class ModelRegistration(ICatalog catalog, IArtifactStore artifacts)
{
    /// <summary>Stores what a recipe made, under the names that the layers agree on.</summary>
    public Task<Dictionary<string, ArtifactDigest>> PutAsync(TrainedModel trained, CancellationToken cancellationToken) => trained.StoreAsync(artifacts, cancellationToken);

    public Task<ArtifactDigest> PutAsync(string text, CancellationToken cancellationToken) => artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(text), cancellationToken);

    /// <summary>The tags, and the runtime that opens the model where it is no ONNX file.</summary>
    public static IReadOnlyDictionary<string, string> Tags(string? runtime, IReadOnlyDictionary<string, string> tags) =>
        runtime is null ? tags : new Dictionary<string, string>(tags) { [ModelKeys.Runtime] = runtime };

    /// <summary>Registers a version with what it came from. The same run's files again give the version that is there.</summary>
    public async Task<ModelVersion> RegisterAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        ModelVersion registered = await catalog.Models.RegisterAsync(version, cancellationToken).ConfigureAwait(false);
        if (registered.RunId is { } run)
        {
            var edges = new List<LineageEdge> { new(LineageNode.Run(run), LineageNode.ModelVersion(registered.Model, registered.Version), "produced") };
            if (registered.DatasetCommitId is { } commit)
            {
                edges.Add(new LineageEdge(LineageNode.Dataset(commit), LineageNode.Run(run), "trained-on"));
            }

            await catalog.Lineage.AddAsync(edges, cancellationToken).ConfigureAwait(false);
        }

        return registered;
    }

    /// <summary>Notes that a deployment answers by a version.</summary>
    public Task DeployedAsync(string model, int version, string deployment, CancellationToken cancellationToken) => catalog.Lineage.AddAsync(
        [new LineageEdge(LineageNode.ModelVersion(model, version), LineageNode.Deployment(deployment), "deployed-to")], cancellationToken);
}
