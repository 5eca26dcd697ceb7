using System.Diagnostics;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Faults;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

/// <summary>A store of the schema before modules, with rows in every table, made by the program of that time (Snapshots/store-004.db.gz), opens with all of them.</summary>
public sealed class OldStoreTests : IDisposable
{
    private static readonly DateTimeOffset s_t0 = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteCatalog _catalog;

    public OldStoreTests()
    {
        OldStore.Write(_folder.File("catalog.db"));
        _catalog = Open();
    }

    public void Dispose()
    {
        _catalog.Dispose();
        _folder.Dispose();
    }

    private SqliteCatalog Open() => new(_folder.File("catalog.db"), options: new SqliteStoreOptions { SurvivesPowerCut = false });

    private static ArtifactDigest Digest(string text) => ArtifactDigest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    [Fact]
    public async Task Runs_WithParametersTagsAndPoints_AreThere()
    {
        IReadOnlyList<Run> runs = await _catalog.Runs.ListAsync(new RunQuery());
        Assert.Equal(["died", "cancelled", "child", "parent"], runs.Select(r => r.Id));
        Assert.Equal([RunStatus.Interrupted, RunStatus.Cancelled, RunStatus.Failed, RunStatus.Finished], runs.Select(r => r.Status));
        Assert.Equal("Zürich \u2028 \"quoted\" 🚀", runs[3].Name);
        Run child = runs[2];
        Assert.Equal(("price-up", "training", "parent", "out of memory\nat line 2", s_t0, (DateTimeOffset?)s_t0), (child.Experiment, child.Kind, child.ParentId, child.Error, child.StartedAt, child.EndedAt));
        Assert.Equal(new Dictionary<string, string> { ["rate"] = "0.1", ["empty"] = "", ["long"] = new string('x', 300) }, child.Parameters);
        Assert.Equal(new Dictionary<string, string> { ["host"] = "a", ["artifact.report"] = Digest("report").Hex }, child.Tags);
        Assert.Equal(new Dictionary<string, double> { ["loss"] = double.NaN, ["auc"] = double.NegativeInfinity, ["tiny"] = double.Epsilon }, child.Metrics);
        Assert.Equal([new MetricPoint("loss", 0.1 + 0.2, 1, s_t0), new MetricPoint("loss", double.NaN, 2, s_t0.AddSeconds(1))], await _catalog.Runs.MetricHistoryAsync("child", "loss"));
        Assert.Equal(
            [new MetricPoint("auc", double.PositiveInfinity, -5, s_t0), new MetricPoint("auc", double.NegativeInfinity, long.MaxValue, s_t0.AddTicks(7))],
            await _catalog.Runs.MetricHistoryAsync("child", "auc"));
    }

    [Fact]
    public async Task Datasets_WithBranchesAndADeletedCommit_AreThere()
    {
        Assert.Equal(["sales"], await _catalog.Datasets.ListAsync());
        Assert.Equal(new Dictionary<string, string> { ["main"] = "c3", ["try"] = "c1" }, await _catalog.Datasets.BranchesAsync("sales"));
        Assert.Equal(["c3", "c1"], (await _catalog.Datasets.LogAsync("sales")).Select(c => c.Id)); // c2 was deleted, and the log goes on past it
        DatasetCommit c1 = (await _catalog.Datasets.FindAsync("c1"))!;
        Assert.Equal(
            ("sales", null, "commit c1 ü", s_t0, """{"price":"number"}""", Digest("c1s"), "parent", "naïve \"csv\""),
            (c1.Dataset, c1.ParentId, c1.Message, c1.At, c1.Schema, c1.Statistics!.Value, c1.RunId, c1.Metadata["source"]));
        Assert.Equal([new DatasetFile("part/0.parquet", Digest("c10"), 10_000_000_000, 3), new DatasetFile("part/1.parquet", Digest("c11"), 20, 4)], c1.Files);
        Assert.Equal("c2", (await _catalog.Datasets.FindAsync("c3"))!.ParentId);
    }

    [Fact]
    public async Task Models_WithAliasesAuditAndDeletedNumbers_AreThere()
    {
        IReadOnlyList<ModelVersion> versions = await _catalog.Models.VersionsAsync("price-up");
        Assert.Equal([3, 2, 1], versions.Select(v => v.Version));
        ModelVersion first = versions[2];
        Assert.Equal((s_t0, "parent", "c1"), (first.RegisteredAt, first.RunId, first.DatasetCommitId));
        Assert.Equal(new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = Digest("v1"), [ModelFiles.Encoder] = Digest("v1e") }, first.Files);
        Assert.Equal(new Dictionary<string, double> { ["auc"] = 0.75, ["loss"] = double.NaN, ["worst"] = double.PositiveInfinity }, first.Metrics);
        Assert.Equal(new Dictionary<string, string> { ["target"] = "up", ["note"] = "" }, first.Tags);
        Assert.Equal(new Dictionary<string, int> { ["champion"] = 2 }, await _catalog.Models.AliasesAsync("price-up"));
        Assert.Equal(
            [("old", 1, null, "gone"), ("champion", 1, 2, "better by 0.02"), ("old", null, 1, "kept"), ("champion", null, (int?)1, "first")],
            (await _catalog.Models.AuditAsync("price-up")).Select(m => (m.Alias, m.From, m.To, m.Reason)));

        // Version 4 was deleted: its number is not given again.
        Assert.Equal(5, (await _catalog.Models.RegisterAsync(new ModelVersion { Model = "price-up", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = Digest("v5") } })).Version);
    }

    [Fact]
    public async Task Deployments_AreThere()
    {
        DeploymentRecord prices = (await _catalog.Deployments.FindAsync("prices"))!;
        Assert.Equal(("price-up", 2, 3, 0.125, 1, 2L, s_t0), (prices.Model, prices.Champion, prices.Challenger, prices.ChallengerShare, prices.Previous, prices.Revision, prices.ChangedAt));
        Assert.Null((await _catalog.Deployments.FindAsync("empty"))!.Champion);
        Assert.Equal(["empty", "prices"], (await _catalog.Deployments.ListAsync()).Select(d => d.Name));
    }

    [Fact]
    public async Task LineageAndEvents_AreThere()
    {
        Assert.Equal(
            ["run:parent made", "dataset:c1 trained on", "source:file:///sales.csv read"],
            (await _catalog.Lineage.UpstreamAsync(LineageNode.ModelVersion("price-up", 2))).Select(e => $"{e.From} {e.Role}"));
        Assert.Equal(
            [("note", "ünï", "", "{}", null), ("drift", "prices", "Inputs drifted: price", """{"drifted":true}""", null), ("promotion", "prices", "version 2 answers", """{"to":2}""", (long?)1500)],
            (await _catalog.Events.ListAsync(new EventQuery())).Select(e => (e.Kind, e.Subject, e.Message, e.Data, e.Position)));
    }

    [Fact]
    public async Task Predictions_WithTheirNewestFeedback_AreThere()
    {
        List<LoggedSignal> logged = await _catalog.Predictions.ReadAsync(new PredictionQuery()).ToListAsync();
        Assert.Equal(["p1", "p1/shadow", "p2", "p3"], logged.Select(p => p.Signal.Id));
        Assert.Equal([PredictionRole.Champion, PredictionRole.Shadow, PredictionRole.Canary, PredictionRole.Champion], logged.Select(p => p.Signal.Role));
        RowPrediction p1 = logged[0].Row!;
        Assert.Equal(("prices", "price-up", 2, s_t0.AddMinutes(2), 12345L, "00-ab-cd-01", "user-7"), (p1.Deployment, p1.Model, p1.Version, p1.At, p1.Latency.Ticks, p1.TraceId, p1.Key));
        Assert.Equal(["price", "site", "at", "open", "id", "none"], p1.Inputs.Schema.Columns.Select(c => c.Name));
        Assert.True(Value.TryNumber("12345678901234567890123", out Value big));
        Assert.Equal([1.5, "Zürich \u2028 \"x\"", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), true, big, Value.Missing], p1.Inputs.Values.ToArray());
        Assert.Equal(0.1 + 0.2, p1.Outputs["probability"].AsNumber());
        Assert.Equal(double.NegativeInfinity, logged[1].Row!.Outputs[0].AsNumber());
        Assert.True(double.IsNaN(logged[2].Row!.Outputs[0].AsNumber()));
        Assert.Equal(Value.Missing, logged[3].Row!.Outputs[0]);
        Assert.Equal((null, null), (logged[3].Signal.TraceId, logged[3].Signal.Key));
        Assert.Equal([new Feedback("p1", true, s_t0.AddDays(2), "person"), new Feedback("p1/shadow", true, s_t0.AddDays(2), "person"), new Feedback("p2", 2.5, s_t0.AddDays(1)), null], logged.Select(p => p.Feedback));

        // The label that came before its prediction finds it still.
        await _catalog.Predictions.AddAsync([p1 with { Id = "never logged" }], []);
        Assert.Equal(new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc), (await _catalog.Predictions.FindAsync("never logged"))!.Feedback!.Label.AsInstant());
    }

    [Fact]
    public async Task Pipelines_WithEveryState_AreThere()
    {
        IPipelineLedger ledger = _catalog.GetRequiredStore<IPipelineLedger>();
        IReadOnlyList<StepRecord> steps = await ledger.ListAsync("nightly");
        Assert.Equal(
            [("train", "2026-01-01", StepRecordState.Leased), ("read", "2026-01-01", StepRecordState.Open), ("train", "", StepRecordState.Failed), ("read", "", StepRecordState.Done)],
            steps.Select(s => (s.Identity.Step, s.Identity.Partition, s.State)));
        StepRecord read = steps[3];
        Assert.Equal(($$"""{"model":"{{Digest("result").Hex}}","rows":3}""", TimeSpan.FromSeconds(1), 1, 1L, "worker"), (read.Result, read.Duration, read.Attempts, read.Token, read.Owner));
        Assert.Equal(("in \"x\"", "2"), (read.Identity.Parameters["folder"], read.Identity.Version));
        Assert.Equal(("no memory", Digest("r").Hex), (steps[2].Error, steps[2].Identity.Inputs["read"]));
        Assert.Equal(read.Result, (await ledger.FindAsync(read.Identity.Memo))!.Result);
        Assert.Null((await ledger.ClaimAsync(steps[0].Identity, "other", TimeSpan.FromMinutes(1))).Lease);
    }

    [Fact]
    public async Task Artifacts_OfEveryTable_AreRoots()
    {
        string[] texts = ["report", "c10", "c11", "c1s", "c30", "c31", "c3s", "v1", "v1e", "v2", "v2e", "v3", "v3e", "result"];
        Assert.Equal(texts.Select(t => Digest(t).Hex).Order(), (await ((ICatalog)_catalog).ReferencedArtifactsAsync().ToListAsync()).Select(d => d.Hex).Order());
    }

    [Fact]
    public async Task OpenedByManyAtOnce_EachHasTheRows()
    {
        string path = _folder.File("many/catalog.db");
        OldStore.Write(path);
        SqliteCatalog[] all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => new SqliteCatalog(path))));
        foreach (SqliteCatalog one in all)
        {
            Assert.Equal(4, (await one.Runs.ListAsync(new RunQuery())).Count);
            one.Dispose();
        }
    }

    [Fact]
    public async Task UpgradeByProcessesThatAreKilled_LeavesOldOrNewWithAllRows()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "AiInfra.Faults" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        using Process process = Process.Start(new ProcessStartInfo(program, ["--kills", "6", "--scenario", "upgrade"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output);
    }
}
