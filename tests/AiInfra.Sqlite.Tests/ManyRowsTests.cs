using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Sqlite.Storage;
using AiInfra.Sqlite.Stores;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

/// <summary>What a store does that has grown.</summary>
public sealed class ManyRowsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("catalog.db");

    public void Dispose() => _folder.Dispose();

    private static RowPrediction Prediction(string id, RowSchema schema, string text = "x") => new()
    {
        Id = id,
        Deployment = "d",
        Model = "m",
        Version = 1,
        At = DateTimeOffset.UnixEpoch,
        Inputs = new Row(schema, [.. schema.Columns.Select(_ => Value.Of(text))]),
        Outputs = new Row(schema, [.. schema.Columns.Select(_ => Value.Of(text))]),
    };

    [Fact]
    public async Task WriteAheadLog_AfterAHugeChange_ShrinksAgain()
    {
        using var catalog = new SqliteCatalog(Path, options: new SqliteStoreOptions { SurvivesPowerCut = false });
        var schema = new RowSchema([new Column("a", ValueKind.Text)]);
        string text = new('x', 4000);
        await catalog.Predictions.AddAsync([.. Enumerable.Range(0, 8_000).Select(i => Prediction($"p{i}", schema, text))], []);
        for (int i = 0; i < 3; i++)
        {
            await catalog.Runs.StartAsync(new RunStart("e", "k"));
        }

        Assert.InRange(new FileInfo(Path + "-wal").Length, 0, 20L << 20);
    }

    [Fact]
    public async Task Lists_OfRareThings_AreServedByAnIndex()
    {
        using var catalog = new SqliteCatalog(Path);
        Assert.Contains("runs_by_experiment", await Plan(catalog, RunStore.ListSql(new RunQuery { Experiment = "e", BeforeId = "r" })));
        Assert.Contains("runs_by_parent", await Plan(catalog, RunStore.ListSql(new RunQuery { ParentId = "r" })));
        Assert.Contains("predictions_by_deployment", await Plan(catalog, PredictionLog.PageSql(PredictionLog.Where(new PredictionQuery { Deployment = "d", Version = 1 }))));
        string times = await Plan(catalog, PredictionLog.PageSql(PredictionLog.Where(new PredictionQuery { From = DateTimeOffset.UnixEpoch })));
        Assert.DoesNotContain("TEMP B-TREE FOR ORDER BY", times.Split("CORRELATED")[0]);
    }

    [Fact]
    public async Task ListRuns_PageByPage_GivesEveryRunOnce()
    {
        using var catalog = new SqliteCatalog(Path, options: new SqliteStoreOptions { SurvivesPowerCut = false });
        for (int i = 0; i < 25; i++)
        {
            await catalog.Runs.StartAsync(new RunStart(i % 2 == 0 ? "even" : "odd", "k") { Id = $"r{i}" });
        }

        var seen = new List<string>();
        for (string? before = null; ;)
        {
            IReadOnlyList<Run> page = await catalog.Runs.ListAsync(new RunQuery { Experiment = "even", Take = 4, BeforeId = before });
            seen.AddRange(page.Select(r => r.Id));
            if (page.Count < 4)
            {
                break;
            }

            before = page[^1].Id;
        }

        Assert.Equal(Enumerable.Range(0, 13).Select(i => $"r{24 - (2 * i)}"), seen);
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => catalog.Runs.ListAsync(new RunQuery { BeforeId = "nowhere" }));
    }

    private static Task<string> Plan(SqliteCatalog catalog, string sql) => catalog.Database.ReadAsync(
        s => string.Join("; ", s.All("EXPLAIN QUERY PLAN " + sql, r => r.GetString(3), new object?[9])), CancellationToken.None);

    [Fact]
    public async Task AddPredictions_ABatchThatFailedBefore_LeavesNoWrongColumns()
    {
        using var catalog = new SqliteCatalog(Path);
        static RowSchema One() => new([new Column("one", ValueKind.Text)]);
        await Assert.ThrowsAnyAsync<Exception>(() => catalog.Predictions.AddAsync([Prediction("a", One()), Prediction("b", One()), Prediction("c", One()) with { Inputs = null! }], []));
        await catalog.Predictions.AddAsync([Prediction("d", new RowSchema([new Column("two", ValueKind.Text)]))], []);
        await catalog.Predictions.AddAsync([Prediction("e", One())], []);
        Assert.Equal("one", (await catalog.Predictions.FindAsync("e"))!.Row!.Inputs.Schema.Columns[0].Name);
    }
}
