using AiInfra.Core.Catalog;

namespace AiInfra.MLflow;

/// <summary>A catalog whose runs are logged to an MLflow server as well.</summary>
internal sealed class MlflowCatalog(ICatalog catalog, MlflowRunStore runs) : ICatalog
{
    public IReadOnlyList<object> Stores { get; } = [runs, .. catalog.Stores.Where(s => s is not IRunStore)];

    public Task<long> ReleaseSpaceAsync(CancellationToken cancellationToken = default) => catalog.ReleaseSpaceAsync(cancellationToken);
}
