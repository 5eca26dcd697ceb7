using AiInfra.Core.Artifacts;

namespace AiInfra.Core.Catalog;

/// <summary>Registering what is there already gives the version that is there.</summary>
public static class ModelRegistryExtensions
{
    /// <summary>Registers a version unless one with the same files (names and bytes) is there: the same bytes are one version, however often they are registered. The oldest of such versions is given, so that two processes that start at once agree.</summary>
    /// <param name="models">The registry.</param>
    /// <param name="version">What to register. Of a version that is there, its metrics and tags stay as they are.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<ModelVersion> RegisterOnceAsync(this IModelRegistry models, ModelVersion version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(version);
        if (await OldestAsync(models, version, cancellationToken).ConfigureAwait(false) is { } known)
        {
            return known;
        }

        ModelVersion registered = await models.RegisterAsync(version, cancellationToken).ConfigureAwait(false);
        return await OldestAsync(models, version, cancellationToken).ConfigureAwait(false) ?? registered;
    }

    private static async Task<ModelVersion?> OldestAsync(IModelRegistry models, ModelVersion version, CancellationToken cancellationToken) =>
        (await models.VersionsAsync(version.Model, cancellationToken).ConfigureAwait(false)).LastOrDefault(v => SameFiles(v.Files, version.Files));

    private static bool SameFiles(IReadOnlyDictionary<string, ArtifactDigest> left, IReadOnlyDictionary<string, ArtifactDigest> right) =>
        left.Count == right.Count && left.All(f => right.TryGetValue(f.Key, out ArtifactDigest digest) && digest == f.Value);
}
