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

    public async Task<IModel> OpenAsync(int version, CancellationToken cancellationToken) =>
        await OpenAsync(await FindAsync(version, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public Task<IModel> OpenAsync(ModelVersion version, CancellationToken cancellationToken) => options.Loader is { } loader
        ? loader(version, artifacts, cancellationToken)
        : runtimes.OpenAsync(version, artifacts, options.Runtime, options.Onnx, cancellationToken);
}
