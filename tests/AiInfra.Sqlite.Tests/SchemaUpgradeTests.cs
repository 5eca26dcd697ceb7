using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Signals;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using Microsoft.Data.Sqlite;

namespace AiInfra.Sqlite.Tests;

/// <summary>Stores of every earlier schema, kept as SQL in Snapshots, open and lose nothing.</summary>
public sealed class SchemaUpgradeTests : IDisposable
{
    private const string Versions = "SELECT module || ' ' || version FROM schema_versions ORDER BY 1";
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("catalog.db");

    public static TheoryData<string> Snapshots => [.. typeof(SchemaUpgradeTests).Assembly.GetManifestResourceNames().Where(n => n.StartsWith("schema-", StringComparison.Ordinal))];

    public void Dispose() => _folder.Dispose();

    private static string Script(string snapshot)
    {
        using var reader = new StreamReader(typeof(SchemaUpgradeTests).Assembly.GetManifestResourceStream(snapshot)!);
        return reader.ReadToEnd();
    }

    private List<string> Sql(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Snapshots))]
    public async Task Open_EarlierSchema_KeepsEverythingAndGainsTheNew(string snapshot)
    {
        Sql(Path, Script(snapshot));
        using var catalog = new SqliteCatalog(Path);
        Run run = (await catalog.Runs.FindAsync("r1"))!;
        Assert.Equal(("5", "a", double.NaN), (run.Parameters["epochs"], run.Tags["host"], run.Metrics["loss"]));
        Assert.Equal([0.5, double.NaN], (await catalog.Runs.MetricHistoryAsync("r1", "loss")).Select(p => p.Value));
        DatasetCommit commit = (await catalog.Datasets.HeadAsync("sales"))!;
        Assert.Equal(("c1", 3L, "csv"), (commit.Id, commit.Rows, commit.Metadata["source"]));
        ModelVersion champion = (await catalog.Models.FindAsync("price-up", "champion"))!;
        Assert.Equal((1, double.PositiveInfinity, "test"), (champion.Version, champion.Metrics["worst"], champion.Tags["by"]));
        Assert.Single(await catalog.Models.AuditAsync("price-up"));
        Assert.Equal((1, 1L), ((await catalog.Deployments.FindAsync("d"))!.Champion, (await catalog.Deployments.FindAsync("d"))!.Revision));
        Assert.Single(await catalog.Lineage.UpstreamAsync(LineageNode.Run("r1")));
        Assert.Null((await catalog.Events.ListAsync(new EventQuery())).Single(e => e.Message == "moved").Position);
        LoggedSignal logged = (await catalog.Predictions.FindAsync("p1"))!;
        Assert.Equal(("a", double.PositiveInfinity, "up"), (logged.Row!.Inputs["site"].AsText(), logged.Row.Outputs[0].AsNumber(), logged.Feedback!.Label.AsText()));
        await catalog.Events.AddAsync([new CatalogEvent("drift", "d", DateTimeOffset.UnixEpoch, "new", Position: 7)]);
        Assert.Empty(await catalog.GetRequiredStore<IPipelineLedger>().ListAsync("daily"));
        int roots = 0;
        await foreach (ArtifactDigest digest in ((ICatalog)catalog).ReferencedArtifactsAsync())
        {
            roots += digest.Hex.Length == 64 ? 1 : 0;
        }

        Assert.Equal(3, roots);
    }

    [Theory]
    [MemberData(nameof(Snapshots))]
    public void Open_EarlierSchema_EndsInTheSchemaOfANewStore(string snapshot)
    {
        const string schema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY name";
        Sql(Path, Script(snapshot));
        new SqliteCatalog(Path).Dispose();
        new SqliteCatalog(_folder.File("new.db")).Dispose();
        Assert.Equal(Sql(_folder.File("new.db"), schema).Select(Flat), Sql(Path, schema).Select(Flat));
        Assert.Equal(Sql(_folder.File("new.db"), Versions), Sql(Path, Versions));
        Assert.Contains("pipelines 1", Sql(Path, Versions));

        static string Flat(string sql) => string.Concat(sql.Where(c => !char.IsWhiteSpace(c) && c != '"'));
    }

    [Fact]
    public async Task Open_SchemaTwo_KeepsPipelinesPositionsAndKeys()
    {
        Sql(Path, Script("schema-002.sql"));
        using var catalog = new SqliteCatalog(Path);
        StepRecord step = Assert.Single(await catalog.GetRequiredStore<IPipelineLedger>().ListAsync("nightly"));
        Assert.Equal(("ingest", "2026-01-01", "in", 2L, """{"rows":3}"""), (step.Identity.Step, step.Identity.Partition, step.Identity.Parameters["folder"], step.Token, step.Result));
        Assert.Equal(1500, (await catalog.Events.ListAsync(new EventQuery { Kind = "alarm" })).Single().Position);
        Assert.Equal("customer-7", (await catalog.Predictions.FindAsync("p2"))!.Signal.Key);
    }

    [Fact]
    public async Task Open_SchemaFour_ShadowsStillJoinTheLabelOfWhatTheyShadow()
    {
        Sql(Path, Script("schema-004.sql"));
        using var catalog = new SqliteCatalog(Path);
        LoggedSignal shadow = (await catalog.Predictions.FindAsync("p1/shadow"))!;
        Assert.Equal(("p1", "up"), (shadow.Signal.Of, shadow.Feedback!.Label.AsText()));
        Assert.Null((await catalog.Predictions.FindAsync("p1"))!.Signal.Of);
        await catalog.Predictions.AddAsync([], [new Feedback("p1", "down", new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero))]);
        Assert.All(await catalog.Predictions.ReadAsync(new PredictionQuery { Labelled = true }).ToArrayAsync(), l => Assert.Equal("down", l.Feedback!.Label.AsText()));
    }

    [Fact]
    public async Task Open_SchemaFour_KeepsTheVersionsOfDeploymentsAndWhichKeysTheyAnswer()
    {
        Sql(Path, Script("schema-004.sql"));
        using var catalog = new SqliteCatalog(Path);
        DeploymentRecord canary = (await catalog.Deployments.FindAsync("e"))!;
        Assert.Equal((1, 2, 0.25, 3, 5L), (canary.Champion, canary.Challenger, canary.ChallengerShare, canary.Previous, canary.Revision));
        Assert.Equal([new KeyRange(0, 0.25)], canary.Variants[1].Keys);
        DeploymentRecord shadow = (await catalog.Deployments.FindAsync("f"))!;
        Assert.Equal(["2 Champion 1", "3 Shadow 0"], shadow.Variants.Select(v => $"{v.Version} {v.Role} {v.Weight}"));
        Assert.Equal(["d", "e", "f"], (await catalog.Deployments.ListAsync()).Select(d => d.Name));
    }

    [Fact]
    public void Snapshots_EveryEarlierSchema_IsThere()
    {
        new SqliteCatalog(Path).Dispose();
        int newest = int.Parse(Sql(Path, "SELECT max(version) FROM schema_versions WHERE module = 'catalog'").Single(), System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(Enumerable.Range(1, Math.Max(4, newest - 1)).Select(v => $"schema-{v:000}.sql"), Snapshots.Select(s => s.Data).Order());
    }

    [Fact]
    public async Task Open_ManyAtOnce_UpgradeOnce()
    {
        Sql(Path, Script("schema-001.sql"));
        SqliteCatalog[] catalogs = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new SqliteCatalog(Path))));
        Assert.All(catalogs, c => c.Dispose());
        new SqliteCatalog(_folder.File("new.db")).Dispose();
        Assert.Equal(Sql(_folder.File("new.db"), Versions), Sql(Path, Versions));
    }

    [Fact]
    public void Open_NewerSchema_SaysSoAndChangesNothing()
    {
        new SqliteCatalog(Path).Dispose();
        Sql(Path, "INSERT INTO schema_versions VALUES ('catalog', 99, 0, 1)");
        var e = Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(Path));
        Assert.Contains("schema version 99", e.Message);
        Assert.Contains("newer AiInfra", e.Message);
    }

    [Fact]
    public void Open_NewerTablesOfOneModule_NamesIt()
    {
        new SqliteCatalog(Path).Dispose();
        Sql(Path, "INSERT INTO schema_versions VALUES ('pipelines', 7, 0, 1)");
        foreach (bool readOnly in new[] { false, true })
        {
            var e = Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(Path, options: new SqliteStoreOptions { ReadOnly = readOnly }));
            Assert.Contains("The tables of 'pipelines'", e.Message);
            Assert.Contains("schema version 7", e.Message);
        }
    }

    [Fact]
    public void OpenReadOnly_SchemaWithoutModules_IsRefusedUntilItWasUpgraded()
    {
        Sql(Path, Script("schema-004.sql"));
        Assert.Contains("Open it once without ReadOnly", Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(Path, options: new SqliteStoreOptions { ReadOnly = true })).Message);
        new SqliteCatalog(Path).Dispose();
        new SqliteCatalog(Path, options: new SqliteStoreOptions { ReadOnly = true }).Dispose();
    }

    [Fact]
    public void Open_UpgradeThatFails_LeavesTheOldSchema()
    {
        // A table of the next version's name is in the way, so that its script fails half-way.
        Sql(Path, Script("schema-001.sql") + "CREATE TABLE pipeline_artifacts (x);");
        Assert.Throws<SqliteStoreException>(() => new SqliteCatalog(Path));
        Assert.Equal(["1"], Sql(Path, "SELECT version FROM schema_versions"));
        Assert.Empty(Sql(Path, "SELECT name FROM sqlite_master WHERE name = 'pipeline_steps'"));
    }
}
