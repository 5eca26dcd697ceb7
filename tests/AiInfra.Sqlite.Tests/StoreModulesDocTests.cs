// <readme> docs/store-modules.md 1
using System.Runtime.CompilerServices;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using AiInfra.Sqlite;
using AiInfra.Sqlite.Storage;
// </readme>
using AiInfra.Core.Retention;
using AiInfra.Readmes;

namespace Readmes
{
    /// <summary>The code of docs/store-modules.md, run.</summary>
    [Collection(ReadmeFolder.Alone)]
    public sealed class StoreModulesDocTests
    {
        [Fact]
        public async Task Module_OfThePage_KeepsNotesTheirReportsAndTheirAge()
        {
            using var folder = new ReadmeFolder();
            await File.WriteAllTextAsync("report.html", "report");

            // <readme> docs/store-modules.md 1
            using AiInfraStore store = AiInfraStore.Open("data", options: new SqliteStoreOptions { Modules = { new NotesModule() } });
            NoteStore notes = store.Catalog.GetRequiredStore<NoteStore>();      // in a host: services.AddAiInfra(ai => ai.StoreIn("data").AddStoreModule(new NotesModule()))

            await notes.AddAsync("price-up", "corrected the prices of May", await store.Artifacts.PutFileAsync("report.html"));
            Console.WriteLine(string.Join('\n', await notes.OfAsync("price-up")));
            // </readme>

            Assert.Contains("corrected the prices of May", Assert.Single(await notes.OfAsync("price-up")), StringComparison.Ordinal);
            Assert.Equal(1, (await new ArtifactCollector(store.Artifacts, [store.Catalog]).CollectAsync(new() { Grace = TimeSpan.Zero })).Referenced);
            var options = new RetentionOptions();
            options.Modules["notes"] = new() { Age = TimeSpan.FromDays(1) };
            Assert.False((await new RetentionSweep(store.Catalog).RunAsync(options)).HasRemoved);
            Assert.Equal(1, (await notes.PruneAsync(new() { Before = DateTimeOffset.UtcNow.AddDays(1), DryRun = true })).Rows);
            Assert.Equal(1, (await notes.PruneAsync(new() { Before = DateTimeOffset.UtcNow.AddDays(1) })).Rows);
        }
    }
}

// <readme> docs/store-modules.md 1
public sealed class NotesModule : IStoreModule
{
    public string Name => "notes";                                  // the store keeps this module's version under it

    public IReadOnlyList<SchemaScript> Scripts(string dialect) => dialect switch
    {
        StoreDialect.Sqlite or StoreDialect.Postgres =>
        [
            new(1, "CREATE TABLE notes (model TEXT NOT NULL, at BIGINT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (model, at));"),
            new(2, "ALTER TABLE notes ADD COLUMN report TEXT;"),    // a released script is never changed: add the next one
        ],
        _ => [],                                                    // a store of another kind refuses the module and says so
    };

    public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [new NoteStore(database)];
}

public sealed class NoteStore(IStoreDatabase database) : IArtifactRoots, IPrunable
{
    public string Name => "notes";                                  // retention: RetentionOptions.Modules["notes"]

    public Task AddAsync(string model, string text, ArtifactDigest report) => database.WriteAsync(s =>
        s.Execute("INSERT INTO notes (model, at, text, report) VALUES ($1, $2, $3, $4)", model, database.Time.GetUtcNow().UtcTicks, text, report.Hex));

    public Task<IReadOnlyList<string>> OfAsync(string model) => database.ReadAsync(s =>
        s.Query("SELECT text, at FROM notes WHERE model = $1 ORDER BY at", r => $"{r.Time(1):d} {r.GetString(0)}", model));

    public async IAsyncEnumerable<ArtifactDigest> ReferencedArtifactsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (string hex in await database.ReadAsync(s => s.Query("SELECT report FROM notes WHERE report IS NOT NULL", r => r.GetString(0)), cancellationToken))
        {
            yield return ArtifactDigest.Parse(hex);                 // the collection of artifacts keeps what notes refer to
        }
    }

    public Task<Pruned> PruneAsync(Pruning pruning, CancellationToken cancellationToken = default)
    {
        if (pruning.Rows is not null || pruning.Bytes is not null)
        {
            throw new ArgumentException("Notes go by age only.", nameof(pruning));   // a host that sets such a limit does not start
        }

        const string old = "SELECT model, at FROM notes WHERE at < $1 ORDER BY at LIMIT $2";
        object?[] arguments = [pruning.Before?.UtcTicks, pruning.Take];
        return pruning.DryRun
            ? database.ReadAsync(s => new Pruned(s.First("SELECT count(*) FROM notes WHERE at < $1", r => r.GetInt64(0), arguments[0]), Bytes: 0), cancellationToken)
            : database.WriteAsync(s => new Pruned(s.Execute($"DELETE FROM notes WHERE (model, at) IN ({old})", arguments), Bytes: 0), cancellationToken);
    }
}
// </readme>
