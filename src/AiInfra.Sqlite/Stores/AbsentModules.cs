using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Sqlite.Storage;

namespace AiInfra.Sqlite.Stores;

/// <summary>Keeps a process from collecting artifacts that another process's module refers to and this one knows nothing of.</summary>
internal sealed class AbsentModules(SqliteDatabase database) : IArtifactRoots
{
    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        string[] absent = await database.ReadAsync(
            s => SchemaVersions.Read(s, database.Path).Where(m => m.Value.KeepsArtifacts && database.Modules.All(here => here.Name != m.Key)).Select(m => $"'{m.Key}'").Order().ToArray(),
            cancellationToken).ConfigureAwait(false);
        if (absent.Length > 0)
        {
            throw new SqliteStoreException(
                $"The store {database.Path} has tables of the module {string.Join(", ", absent)}, which refer to artifacts, and this process does not register it: nobody here can say to which. Register it (AddStoreModule, or SqliteStoreOptions.Modules), or leave this to the process that does.",
                database.Path);
        }

        yield break;
    }
}
