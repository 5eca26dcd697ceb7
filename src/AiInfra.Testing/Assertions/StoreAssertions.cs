using System.Globalization;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Testing;

/// <summary>Assertions about what a store holds.</summary>
public static class StoreAssertions
{
    /// <summary>The store holds an artifact, and its bytes are those of its digest.</summary>
    /// <exception cref="ModelAssertionException">It is not there, or damaged.</exception>
    public static async Task ShouldContainAsync(this IArtifactStore artifacts, ArtifactDigest digest, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(artifacts);
        try
        {
            await artifacts.GetFileAsync(digest, cancellationToken).ConfigureAwait(false);
        }
        catch (ArtifactStoreException e)
        {
            throw new ModelAssertionException($"The store should hold artifact {digest}: {e.Message}", e);
        }
    }

    /// <summary>A model is registered with all its files intact; gives back its newest version.</summary>
    /// <exception cref="ModelAssertionException">There is no such model, or a file of its newest version is missing or damaged.</exception>
    public static async Task<ModelVersion> ShouldHaveModelAsync(this ICatalog catalog, string model, IArtifactStore artifacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        IReadOnlyList<ModelVersion> versions = await catalog.Models.VersionsAsync(model, cancellationToken).ConfigureAwait(false);
        if (versions.Count == 0)
        {
            IReadOnlyList<string> models = await catalog.Models.ListAsync(cancellationToken).ConfigureAwait(false);
            throw new ModelAssertionException($"The catalog should have model '{model}'. It has {(models.Count == 0 ? "none" : string.Join(", ", models))}.");
        }

        foreach ((_, ArtifactDigest digest) in versions[0].Files)
        {
            await artifacts.ShouldContainAsync(digest, cancellationToken).ConfigureAwait(false);
        }

        return versions[0];
    }

    /// <summary>An alias of a model, for example "champion", points to a version.</summary>
    /// <exception cref="ModelAssertionException">It points elsewhere or is not set; the message tells its last moves.</exception>
    public static async Task ShouldHaveAliasAsync(this ICatalog catalog, string model, string alias, int version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ModelVersion? found = await catalog.Models.FindAsync(model, alias, cancellationToken).ConfigureAwait(false);
        if (found?.Version != version)
        {
            IReadOnlyList<AliasMove> moves = await catalog.Models.AuditAsync(model, cancellationToken: cancellationToken).ConfigureAwait(false);
            string history = string.Concat(moves.Where(m => m.Alias == alias).Take(5).Select(m => $"\n  {m.At:u} {m.From?.ToString(CultureInfo.InvariantCulture) ?? "none"} -> {m.To?.ToString(CultureInfo.InvariantCulture) ?? "none"} by {m.Actor}: {m.Reason}"));
            throw new ModelAssertionException($"'{alias}' of model '{model}' should be version {version} but is {(found is null ? "not set" : $"version {found.Version}")}.{(history.Length > 0 ? $" Its last moves:{history}" : "")}");
        }
    }
}
