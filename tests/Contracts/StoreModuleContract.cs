using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Retention;
using AiInfra.Core.Storage;
using static AiInfra.Contracts.CatalogSamples;

namespace AiInfra.Contracts;

/// <summary>What every store must do with modules that it knows nothing of: make and upgrade their tables, run their SQL in its transactions, ask them for artifacts and let their rows go by age.</summary>
public abstract class StoreModuleContract<TStore> : CatalogContract<TStore>
    where TStore : ICatalogUnderTest, new()
{
    [Fact]
    public async Task Open_WithAModule_MakesItsTablesAndFindsItsStoreByEveryType()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        Assert.Same(notes, opened.Catalog.GetStore<NoteStore>());
        Assert.Contains(notes, opened.Catalog.Stores.OfType<IArtifactRoots>());
        Assert.Contains(notes, opened.Catalog.Stores.OfType<IPrunable>());
        var note = new Note("n1", "Zürich \u2028 \"x\" 🚀", T0, Digest("a"));
        await notes.AddAsync(note);
        Assert.Equal(note, await notes.FindAsync("n1"));
        Assert.Null(await notes.FindAsync("other"));

        using var again = new Opened(OpenAgain(new NotesModule()));
        Assert.Equal(note, await again.Catalog.GetRequiredStore<NoteStore>().FindAsync("n1"));
    }

    [Fact]
    public void OwnStores_AreFoundTheSameWay()
    {
        Assert.Same(Catalog.Runs, Catalog.GetStore<IRunStore>());
        Assert.Same(Catalog.Predictions, Catalog.GetRequiredStore<IPredictionLog>());
    }

    [Fact]
    public void GetStore_OfAModuleThatIsNotRegistered_IsNullOrSaysHowToRegister()
    {
        Assert.Null(Catalog.GetStore<NoteStore>());
        var e = Assert.Throws<InvalidOperationException>(() => Catalog.GetRequiredStore<NoteStore>());
        Assert.Contains("no store NoteStore", e.Message, StringComparison.Ordinal);
        Assert.Contains("AddStoreModule", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_WithTheNextVersion_UpgradesAndKeepsTheRows()
    {
        using (var first = new Opened(OpenAgain(new NotesModule(newest: 1))))
        {
            await first.Catalog.GetRequiredStore<FirstNoteStore>().AddAsync("old", "before", T0);
        }

        using var second = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = second.Catalog.GetRequiredStore<NoteStore>();
        Assert.Equal(new Note("old", "before", T0), await notes.FindAsync("old"));
        await notes.AddAsync(new Note("new", "after", T0, Digest("a")));
    }

    [Fact]
    public void Open_WithAVersionBeforeTheTables_IsRefusedAndNamesTheModule()
    {
        new Opened(OpenAgain(new NotesModule())).Dispose();
        var e = Assert.ThrowsAny<StoreException>(() => OpenAgain(new NotesModule(newest: 1)));
        Assert.Contains("'notes'", e.Message, StringComparison.Ordinal);
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
        new Opened(OpenAgain()).Dispose(); // who does not use the tables is not kept out by them
    }

    [Fact]
    public async Task Open_WithAScriptThatFailsHalfWay_LeavesTheVersionBefore()
    {
        using (var first = new Opened(OpenAgain(new NotesModule(newest: 1))))
        {
            await first.Catalog.GetRequiredStore<FirstNoteStore>().AddAsync("old", "before", T0);
        }

        var e = Assert.ThrowsAny<StoreException>(() => OpenAgain(new NotesModule(second: NotesModule.Second + "INSERT INTO no_such_table VALUES (1);")));
        Assert.Contains("'notes'", e.Message, StringComparison.Ordinal);
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
        using var mended = new Opened(OpenAgain(new NotesModule()));
        Assert.Equal("before", (await mended.Catalog.GetRequiredStore<NoteStore>().FindAsync("old"))!.Text);
    }

    [Fact]
    public async Task Open_ManyAtOnce_UpgradeOnce()
    {
        new Opened(OpenAgain(new NotesModule(newest: 1))).Dispose();
        Opened[] all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => new Opened(OpenAgain(new NotesModule())))));
        await Task.WhenAll(all.Select((o, i) => o.Catalog.GetRequiredStore<NoteStore>().AddAsync(new Note($"n{i}", "t", T0))));
        Assert.Equal(6, (await all[0].Catalog.GetRequiredStore<NoteStore>().IdsAsync()).Count);
        Array.ForEach(all, o => o.Dispose());
    }

    [Fact]
    public void Open_WithTwoModulesOfOneName_IsRefused() =>
        Assert.Contains("'notes'", Assert.Throws<ArgumentException>(() => OpenAgain(new NotesModule(), new NotesModule())).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_WithAModuleThatIsUnsound_IsRefusedAndSaysWhy()
    {
        Assert.Contains("'My Notes'", Assert.Throws<ArgumentException>(() => OpenAgain(new Unsound("My Notes", 1))).Message, StringComparison.Ordinal);
        Assert.Contains("no scripts", Assert.Throws<ArgumentException>(() => OpenAgain(new Unsound("mine"))).Message, StringComparison.Ordinal);
        Assert.Contains("2, 1", Assert.Throws<ArgumentException>(() => OpenAgain(new Unsound("mine", 2, 1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ThatThrows_ChangesNothing()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        await Assert.ThrowsAsync<TimeoutException>(() => notes.Database.WriteAsync(s =>
        {
            s.Execute("INSERT INTO notes (id, text, at) VALUES ('half', 't', 0)");
            Assert.Equal(1L, s.First("SELECT count(*) FROM notes", r => r.GetInt64(0)));
            throw new TimeoutException();
        }));
        Assert.Empty(await notes.IdsAsync());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => notes.AddAsync(new Note("never", "t", T0), cancelled.Token));
        Assert.Empty(await notes.IdsAsync());
    }

    [Fact]
    public async Task Read_OfSeveralStatements_SeesOneState()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        using var counted = new ManualResetEventSlim();
        using var added = new ManualResetEventSlim();
        Task<(long, long)> reading = notes.Database.ReadAsync(s =>
        {
            long before = s.First("SELECT count(*) FROM notes", r => r.GetInt64(0));
            counted.Set();
            Assert.True(added.Wait(TimeSpan.FromMinutes(5)));
            return (before, s.First("SELECT count(*) FROM notes", r => r.GetInt64(0)));
        });
        await Task.Run(() => Assert.True(counted.Wait(TimeSpan.FromMinutes(5))));
        await notes.AddAsync(new Note("n", "t", T0));
        added.Set();
        Assert.Equal((0L, 0L), await reading);
        Assert.Single(await notes.IdsAsync());
    }

    [Fact]
    public async Task Read_ThatWrites_IsRefused()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => notes.Database.ReadAsync(s => s.Execute("INSERT INTO notes (id, text, at) VALUES ('n', 't', 0)")));
        await Assert.ThrowsAnyAsync<Exception>(() => notes.Database.ReadAsync(s => s.Query("INSERT INTO notes (id, text, at) VALUES ('n', 't', 0) RETURNING id", r => r.GetString(0))));
        Assert.Empty(await notes.IdsAsync());
    }

    [Fact]
    public async Task Work_ThatIsAsynchronous_IsRefused()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        IStoreDatabase database = opened.Catalog.GetRequiredStore<NoteStore>().Database;
        await Assert.ThrowsAsync<ArgumentException>(() => database.WriteAsync(async s =>
        {
            await Task.Yield();
            return s.Execute("DELETE FROM notes");
        }));
        await Assert.ThrowsAsync<ArgumentException>(() => database.ReadAsync(s => new ValueTask<int>(1)));
    }

    [Theory]
    [InlineData("COMMIT")]
    [InlineData("  rollback;")]
    [InlineData("BEGIN")]
    [InlineData("DELETE FROM notes; COMMIT")]
    public async Task Work_ThatEndsItsTransaction_IsRefusedAndUndone(string sql)
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        await Assert.ThrowsAsync<ArgumentException>(() => notes.Database.WriteAsync(s =>
        {
            s.Execute("INSERT INTO notes (id, text, at) VALUES ('half', 't', 0)");
            s.Execute(sql);
        }));
        Assert.Empty(await notes.IdsAsync());
    }

    [Fact]
    public void Open_WithAScriptThatEndsItsTransaction_IsRefusedAndNamed()
    {
        var e = Assert.Throws<ArgumentException>(() => OpenAgain(new NotesModule(second: NotesModule.Second + "COMMIT;")));
        Assert.Contains("version 2", e.Message, StringComparison.Ordinal);
        Assert.Contains("'notes'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Arguments_OfEveryKind_ComeBackAndOthersAreRefused()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        IStoreDatabase database = opened.Catalog.GetRequiredStore<NoteStore>().Database;
        Assert.Contains(database.Dialect, new[] { StoreDialect.Sqlite, StoreDialect.Postgres });
        await database.WriteAsync(s =>
        {
            s.Execute($"CREATE TABLE notes_kinds (i BIGINT, d {(database.Dialect == StoreDialect.Sqlite ? "REAL" : "DOUBLE PRECISION")}, t TEXT, b {(database.Dialect == StoreDialect.Sqlite ? "BLOB" : "BYTEA")}, n TEXT)");
            s.Execute("INSERT INTO notes_kinds (i, d, t, b, n) VALUES ($1, $2, $3, $4, $5)", long.MaxValue, 0.1 + 0.2, "a'b", new byte[] { 0, 255 }, null);
        });
        (long, double, string, byte[], string?) row = await database.ReadAsync(s => s.First("SELECT i, d, t, b, n FROM notes_kinds", r => (r.GetInt64(0), r.GetDouble(1), r.GetString(2), r.GetFieldValue<byte[]>(3), r.TextOrNull(4))));
        Assert.Equal((long.MaxValue, 0.1 + 0.2, "a'b", null), (row.Item1, row.Item2, row.Item3, row.Item5));
        Assert.Equal(new byte[] { 0, 255 }, row.Item4);
        foreach (object odd in new object[] { T0, 1m, DayOfWeek.Monday, double.NaN, 'c' })
        {
            var e = await Assert.ThrowsAsync<ArgumentException>(() => database.WriteAsync(s => s.Execute("UPDATE notes_kinds SET t = $1", odd)));
            Assert.Contains("$1", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Session_BeyondItsWork_OrOnAnotherThread_IsRefused()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        IStoreDatabase database = opened.Catalog.GetRequiredStore<NoteStore>().Database;
        IStoreSession? kept = null;
        await database.WriteAsync(s => { kept = s; });
        Assert.Contains("ended", Assert.Throws<InvalidOperationException>(() => kept!.Execute("DELETE FROM notes")).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync(s => Task.Factory.StartNew(() => s.Execute("DELETE FROM notes"), default, TaskCreationOptions.LongRunning, TaskScheduler.Default).GetAwaiter().GetResult()));
    }

    [Theory]
    [InlineData("DELETE FROM notes; DELETE FROM notes", 0)]
    [InlineData("DELETE FROM notes WHERE id = $1", 0)]
    [InlineData("DELETE FROM notes WHERE id = $1", 2)]
    public async Task Session_MoreStatementsOrOtherArgumentsThanNamed_AreRefused(string sql, int arguments)
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        IStoreDatabase database = opened.Catalog.GetRequiredStore<NoteStore>().Database;
        await Assert.ThrowsAsync<ArgumentException>(() => database.WriteAsync(s => s.Execute(sql, [.. Enumerable.Repeat("x", arguments)])));
    }

    [Fact]
    public async Task Write_WithinAWrite_ThrowsInPlaceOfWaitingForItself()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        foreach (Func<Func<Task>, Task> how in new Func<Func<Task>, Task>[] { t => t(), Task.Run })
        {
            var e = await Assert.ThrowsAsync<InvalidOperationException>(() => notes.Database.WriteAsync(s => how(() => notes.AddAsync(new Note("within", "t", T0))).GetAwaiter().GetResult()));
            Assert.Contains("within another one", e.Message, StringComparison.Ordinal);
        }

        await notes.AddAsync(new Note("after", "t", T0));
        Assert.Equal(["after"], await notes.IdsAsync());
    }

    [Theory]
    [InlineData("CREATE TABLE other (a INTEGER);", "'other'")]
    [InlineData("DELETE FROM runs;", "'runs'")]
    [InlineData("DROP TABLE runs;", "'runs'")]
    [InlineData("CREATE TRIGGER notes_t AFTER INSERT ON runs BEGIN DELETE FROM notes; END;", "'runs'")]
    public async Task Open_WithAScriptThatTouchesWhatIsNotTheModules_IsRefusedAndUndone(string sql, string named)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "training"));
        var e = Assert.ThrowsAny<StoreException>(() => OpenAgain(new NotesModule(second: NotesModule.Second + sql)));
        Assert.Contains("'notes'", e.Message, StringComparison.Ordinal);
        Assert.Contains(named, e.Message, StringComparison.Ordinal);
        Assert.Single(await Catalog.Runs.ListAsync(new RunQuery()));
        new Opened(OpenAgain(new NotesModule())).Dispose();
    }

    [Fact]
    public async Task Artifacts_OfAModule_AreRootsOfTheCatalog()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        await opened.Catalog.GetRequiredStore<NoteStore>().AddAsync(new Note("n", "t", T0, Digest("attached")));
        Assert.Equal([Digest("attached")], await opened.Catalog.ReferencedArtifactsAsync().ToListAsync());
    }

    [Fact]
    public async Task Artifacts_OfAModuleThatIsNotRegisteredHere_KeepThisCatalogFromAnswering()
    {
        using (var opened = new Opened(OpenAgain(new NotesModule())))
        {
            await opened.Catalog.GetRequiredStore<NoteStore>().AddAsync(new Note("n", "t", T0, Digest("attached")));
        }

        var e = await Assert.ThrowsAsync<ArtifactRootsException>(async () => await Catalog.ReferencedArtifactsAsync().ToListAsync());
        Assert.Contains("'notes'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_OfAModule_GoesByItsName()
    {
        using var opened = new Opened(OpenAgain(new NotesModule()));
        NoteStore notes = opened.Catalog.GetRequiredStore<NoteStore>();
        for (int i = 0; i < 5; i++)
        {
            await notes.AddAsync(new Note($"n{i}", "t", DateTimeOffset.UtcNow.AddDays(-i)));
        }

        var options = new RetentionOptions { Predictions = null, DryRun = true };
        options.Modules["notes"] = new() { Age = TimeSpan.FromDays(2.5) };
        var sweep = new RetentionSweep(opened.Catalog);
        Assert.Equal(("notes", 2L), ((await sweep.RunAsync(options)).Entries.Single().What, (await sweep.RunAsync(options)).Entries.Single().Removed));
        Assert.Equal(5, (await notes.IdsAsync()).Count);
        options.DryRun = false;
        await sweep.RunAsync(options);
        Assert.Equal(["n0", "n1", "n2"], await notes.IdsAsync());

        options.Modules["nots"] = new() { Rows = 1 };
        var e = await Assert.ThrowsAsync<ArgumentException>(() => sweep.RunAsync(options));
        Assert.Contains("Modules[nots]", e.Message, StringComparison.Ordinal);
        Assert.Contains("'notes'", e.Message, StringComparison.Ordinal);
    }

    private sealed class Opened(ICatalog catalog) : IDisposable
    {
        public ICatalog Catalog => catalog;

        public void Dispose() => (catalog as IDisposable)?.Dispose();
    }

    private sealed class Unsound(string name, params int[] versions) : IStoreModule
    {
        public string Name => name;

        public IReadOnlyList<SchemaScript> Scripts(string dialect) => [.. versions.Select(v => new SchemaScript(v, "SELECT 1"))];

        public IReadOnlyList<object> CreateStores(IStoreDatabase database) => [];
    }
}
