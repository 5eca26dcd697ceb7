using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Artifacts of commits, versions and runs.</summary>
internal sealed class CatalogRoots(SqliteDatabase database) : IArtifactRoots
{
    private const string Referenced = """
        SELECT digest FROM dataset_files UNION SELECT statistics FROM dataset_commits WHERE statistics IS NOT NULL
        UNION SELECT digest FROM model_files
        UNION SELECT digest FROM run_artifacts
        UNION SELECT lower(value) FROM run_tags WHERE key GLOB 'artifact.*' AND length(value) = 64 AND value NOT GLOB '*[^0-9a-fA-F]*'
        """;

    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (ArtifactDigest digest in await database.ReadAsync(s => s.All(Referenced, r => r.Digest(0)), cancellationToken).ConfigureAwait(false))
        {
            yield return digest;
        }
    }
}
