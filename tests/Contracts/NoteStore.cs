using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Storage;

namespace AiInfra.Contracts;

/// <summary>Notes with attachments, which are artifacts; they go by age.</summary>
internal sealed class NoteStore(IStoreDatabase database) : IArtifactRoots, IPrunable
{
    public string Name => "notes";

    public IStoreDatabase Database => database;

    public Task AddAsync(Note note, CancellationToken cancellationToken = default) => database.WriteAsync(
        s => s.Execute("INSERT INTO notes (id, text, at, attachment) VALUES ($1, $2, $3, $4)", note.Id, note.Text, note.At.UtcTicks, note.Attachment?.Hex),
        cancellationToken);

    public Task<Note?> FindAsync(string id, CancellationToken cancellationToken = default) => database.ReadAsync(
        s => s.First("SELECT id, text, at, attachment FROM notes WHERE id = $1", r => new Note(r.GetString(0), r.GetString(1), r.Time(2), r.TextOrNull(3) is { } hex ? ArtifactDigest.Parse(hex) : null), id),
        cancellationToken);

    public Task<IReadOnlyList<string>> IdsAsync() => database.ReadAsync(s => s.Query("SELECT id FROM notes ORDER BY id", r => r.GetString(0)));

    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string hex in await database.ReadAsync(s => s.Query("SELECT attachment FROM notes WHERE attachment IS NOT NULL", r => r.GetString(0)), cancellationToken))
        {
            yield return ArtifactDigest.Parse(hex);
        }
    }

    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        if (pruning.Rows is not null || pruning.Bytes is not null)
        {
            throw new ArgumentException("Notes go by age only.", nameof(pruning));
        }

        const string old = "SELECT id FROM notes WHERE at < $1 ORDER BY at, id LIMIT $2";
        return pruning.DryRun
            ? database.ReadAsync(s => new Pruned(s.First("SELECT count(*) FROM notes WHERE at < $1", r => r.GetInt64(0), pruning.Before?.UtcTicks), 0), cancellationToken)
            : database.WriteAsync(s => new Pruned(s.Execute($"DELETE FROM notes WHERE id IN ({old})", pruning.Before?.UtcTicks, pruning.Take), 0), cancellationToken);
    }
}

/// <summary>A note.</summary>
internal sealed record Note(string Id, string Text, DateTimeOffset At, ArtifactDigest? Attachment = null);
