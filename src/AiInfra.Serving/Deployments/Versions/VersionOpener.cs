using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments.Versions;

/// <summary>Opens versions of a model in the way that its deployment says.</summary>
internal sealed class VersionOpener(string model, DeploymentOptions options, ICatalog catalog, IArtifactStore artifacts, ModelRuntimes runtimes)
{
    /// <exception cref="DeploymentException">The version is not registered.</exception>
    public async Task<ModelVersion> FindAsync(int version, CancellationToken cancellationToken) => await catalog.Models.FindAsync(model, version, cancellationToken).ConfigureAwait(false)
        ?? throw new DeploymentException($"Model '{model}' has no version {version}. Register it first.");

    public async Task<OpenedModel> OpenAsync(int version, CancellationToken cancellationToken) =>
        await OpenAsync(await FindAsync(version, cancellationToken).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false);

    public async Task<OpenedModel> OpenAsync(ModelVersion version, IArtifactStore? files, CancellationToken cancellationToken)
    {
        (IModelRuntime runtime, string platform) = options.OwnRuntime is { } own ? (own, own.Platform ?? "custom") : runtimes.Choose(version, options.Runtime, options.Onnx);
        return new OpenedModel(await ModelRuntimes.OpenAsync(runtime, version, files ?? artifacts, cancellationToken).ConfigureAwait(false), platform);
    }
}
