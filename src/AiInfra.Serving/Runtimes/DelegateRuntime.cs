using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Serving.Runtimes;

/// <summary>A runtime that is a function: for tests, and where a model is no file.</summary>
/// <param name="open">Opens a version.</param>
/// <param name="platform">What clients are told of the models' kind; null for the name that the runtime is registered by.</param>
public sealed class DelegateRuntime(Func<ModelVersion, IArtifactStore, CancellationToken, Task<IModel>> open, string? platform = null) : IModelRuntime
{
    private readonly Func<ModelVersion, IArtifactStore, CancellationToken, Task<IModel>> _open = open ?? throw new ArgumentNullException(nameof(open));

    /// <inheritdoc />
    public string? Platform { get; } = platform;

    /// <inheritdoc />
    public Task<IModel> OpenAsync(ModelVersion version, IArtifactStore artifacts, CancellationToken cancellationToken = default) => _open(version, artifacts, cancellationToken);
}
