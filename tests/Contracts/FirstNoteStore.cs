using AiInfra.Core.Storage;

namespace AiInfra.Contracts;

/// <summary>Notes as the module's first version had them.</summary>
internal sealed class FirstNoteStore(IStoreDatabase database)
{
    public IStoreDatabase Database => database;

    public Task AddAsync(string id, string text, DateTimeOffset at) =>
        database.WriteAsync(s => s.Execute("INSERT INTO notes (id, text, at) VALUES ($1, $2, $3)", id, text, at.UtcTicks));
}
