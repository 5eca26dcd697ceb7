using AiInfra.Core.Storage;

namespace AiInfra.Contracts;

/// <summary>A module as one writes it elsewhere: a table of its own in two versions, with nothing but the public API.</summary>
/// <param name="newest">The version that this build knows.</param>
/// <param name="second">The second version's script.</param>
internal sealed class NotesModule(int newest = 2, string second = NotesModule.Second) : IStoreModule
{
    public const string Second = "ALTER TABLE notes ADD COLUMN attachment TEXT; CREATE INDEX notes_by_time ON notes (at);";

    public string Name => "notes";

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => dialect is not (StoreDialect.Sqlite or StoreDialect.Postgres) ? [] : new SchemaScript[]
    {
        new(1, "CREATE TABLE notes (id TEXT PRIMARY KEY, text TEXT NOT NULL, at BIGINT NOT NULL);"),
        new(2, second),
    }[..newest];

    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [newest == 1 ? new FirstNoteStore(database) : new NoteStore(database)];
}
