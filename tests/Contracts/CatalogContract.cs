using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;

namespace AiInfra.Contracts;

/// <summary>What every <see cref="ICatalog"/> must do. A store's tests inherit this class and give an empty catalog.</summary>
public abstract class CatalogContract
{
    protected static readonly DateTimeOffset T0 = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    protected abstract ICatalog Catalog { get; }

    /// <summary>Opens the same store beside <see cref="Catalog"/>, as another process would.</summary>
    protected abstract ICatalog OpenAgain();

    private static ArtifactDigest Digest(string text) => ArtifactDigest.Of(System.Text.Encoding.UTF8.GetBytes(text));

    private static DatasetCommit Commit(string id, string? parent, string dataset = "sales") => new()
    {
        Id = id,
        Dataset = dataset,
        ParentId = parent,
        Message = $"commit {id}",
        At = T0,
        Files = [new DatasetFile("part/0.parquet", Digest(id + "0"), 10, 3), new DatasetFile("part/1.parquet", Digest(id + "1"), 20, 4)],
        Schema = """{"price":"number"}""",
        Statistics = Digest(id + "statistics"),
        RunId = "run-1",
        Metadata = new Dictionary<string, string> { ["source"] = "naïve \"csv\"" },
    };

    private static ModelVersion Version(string content, string? run = "run-1", string model = "price-up") => new()
    {
        Model = model,
        Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = Digest(content), [ModelFiles.Encoder] = Digest(content + "e") },
        RunId = run,
        DatasetCommitId = "c1",
        Metrics = new Dictionary<string, double> { ["auc"] = 0.75, ["loss"] = double.NaN, ["worst"] = double.PositiveInfinity },
        Tags = new Dictionary<string, string> { ["by"] = "test" },
    };

    private static AliasMove Move(string alias, int? from, int? to, string model = "price-up") => new(model, alias, from, to, "tester", "because", T0);

    private static readonly RowSchema In = new([new Column("price", ValueKind.Number), new Column("site", ValueKind.Text), new Column("at", ValueKind.Instant), new Column("open", ValueKind.Boolean)]);
    private static readonly RowSchema Out = new([new Column("probability", ValueKind.Number)]);

    private static Prediction Predict(string id, int version = 1, PredictionRole role = PredictionRole.Champion, string deployment = "d", int minute = 0) => new()
    {
        Id = id,
        Deployment = deployment,
        Model = "price-up",
        Version = version,
        Role = role,
        At = T0.AddMinutes(minute),
        Latency = TimeSpan.FromTicks(12345),
        Inputs = new Row(In, [1.5, "Zürich \u2028", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), true]),
        Outputs = new Row(Out, [double.NegativeInfinity]),
        TraceId = "00-ab-cd-01",
        Key = "user-7",
    };

    private async Task<List<LoggedPrediction>> ReadAsync(PredictionQuery query)
    {
        var read = new List<LoggedPrediction>();
        await foreach (LoggedPrediction p in Catalog.Predictions.ReadAsync(query))
        {
            read.Add(p);
        }

        return read;
    }

    private async Task<string[]> IdsAsync(PredictionQuery query) => [.. (await ReadAsync(query)).Select(p => p.Prediction.Id)];

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (T item in source)
        {
            list.Add(item);
        }

        return list;
    }

    [Fact]
    public async Task Start_WithEverything_IsFoundAgain()
    {
        Run started = await Catalog.Runs.StartAsync(new RunStart("price-up", "training")
        {
            Id = "r1",
            Name = "first",
            ParentId = "loop-1",
            Parameters = new Dictionary<string, string> { ["epochs"] = "5" },
            Tags = new Dictionary<string, string> { ["host"] = "a" },
        });
        Run? found = await Catalog.Runs.FindAsync("r1");
        Assert.NotNull(found);
        Assert.Equal(("r1", "price-up", "training", "first", "loop-1", RunStatus.Running), (found.Id, found.Experiment, found.Kind, found.Name, found.ParentId, found.Status));
        Assert.Equal("5", found.Parameters["epochs"]);
        Assert.Equal("a", found.Tags["host"]);
        Assert.Equal(started.StartedAt, found.StartedAt);
        Assert.Null(found.EndedAt);
    }

    [Fact]
    public async Task Start_WithoutId_GivesDifferentIds() =>
        Assert.NotEqual((await Catalog.Runs.StartAsync(new RunStart("e", "k"))).Id, (await Catalog.Runs.StartAsync(new RunStart("e", "k"))).Id);

    [Fact]
    public async Task Start_SameIdAgain_Conflicts()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" }));
    }

    [Fact]
    public async Task Find_UnknownRun_IsNull() => Assert.Null(await Catalog.Runs.FindAsync("nowhere"));

    [Fact]
    public async Task AddParameters_SameValue_IsFine_OtherValue_ChangesNothing()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddParametersAsync("r", new Dictionary<string, string> { ["a"] = "1" });
        await Catalog.Runs.AddParametersAsync("r", new Dictionary<string, string> { ["a"] = "1" });
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.AddParametersAsync("r", new Dictionary<string, string> { ["b"] = "2", ["a"] = "other" }));
        Assert.Equal([KeyValuePair.Create("a", "1")], (await Catalog.Runs.FindAsync("r"))!.Parameters);
    }

    [Fact]
    public async Task AddParameters_UnknownRun_IsNotFound() =>
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Runs.AddParametersAsync("nowhere", new Dictionary<string, string> { ["a"] = "1" }));

    [Fact]
    public async Task SetTags_NewOldAndNull_SetsReplacesAndRemoves()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r", Tags = new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" } });
        await Catalog.Runs.SetTagsAsync("r", new Dictionary<string, string?> { ["a"] = "9", ["b"] = null, ["c"] = "3" });
        Assert.Equal([KeyValuePair.Create("a", "9"), KeyValuePair.Create("c", "3")], (await Catalog.Runs.FindAsync("r"))!.Tags.OrderBy(t => t.Key));
    }

    [Fact]
    public async Task Metrics_OddValuesAndOrder_ComeBackByStep()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        MetricPoint[] points = [new("m", 3, 2, T0), new("m", double.NaN, 1, T0), new("m", double.NegativeInfinity, 1, T0.AddTicks(1)), new("m", 0.1 + 0.2, 3, T0), new("m", -0.0, 4, T0)];
        await Catalog.Runs.AddMetricsAsync("r", points);
        Assert.Equal([points[1], points[2], points[0], points[3], points[4]], await Catalog.Runs.MetricHistoryAsync("r", "m"));
    }

    [Fact]
    public async Task Metrics_ExactDuplicate_IsStoredOnce_OtherValueIsKept()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        MetricPoint[] points = [new("m", 1, 1, T0), new("m", double.NaN, 1, T0)];
        await Catalog.Runs.AddMetricsAsync("r", points);
        await Catalog.Runs.AddMetricsAsync("r", [.. points, new("m", 2, 1, T0)]);
        Assert.Equal(3, (await Catalog.Runs.MetricHistoryAsync("r", "m")).Count);
    }

    [Fact]
    public async Task Metrics_Latest_IsOfHighestStepThenTime()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 5, 9, T0), new("m", 6, 9, T0.AddSeconds(1)), new("m", 7, 3, T0.AddHours(1))]);
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 8, 4, T0.AddHours(2)), new("other", double.NaN, 0, T0)]);
        IReadOnlyDictionary<string, double> latest = (await Catalog.Runs.FindAsync("r"))!.Metrics;
        Assert.Equal((6, double.NaN), (latest["m"], latest["other"]));
    }

    [Fact]
    public async Task Find_RunOfACatalogThatIsOpen_IsRunning()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        Assert.Equal(RunStatus.Running, (await Catalog.Runs.FindAsync("r"))!.Status);
        (other as IDisposable)?.Dispose();
    }

    [Fact]
    public async Task Find_RunOfACatalogThatWasClosed_IsInterruptedAndSaysWhy()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        (other as IDisposable)?.Dispose();
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Interrupted, true), (run.Status, run.EndedAt is not null));
        Assert.Contains("without ending the run", run.Error);
    }

    [Fact]
    public async Task List_RunningRuns_LeavesOutTheInterrupted()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "theirs" });
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "ours" });
        (other as IDisposable)?.Dispose();
        Assert.Equal(["ours"], (await Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Running })).Select(r => r.Id));
        Assert.Equal(["theirs"], (await Catalog.Runs.ListAsync(new RunQuery { Status = RunStatus.Interrupted })).Select(r => r.Id));
    }

    [Fact]
    public async Task Reopen_InterruptedRun_RunsHere()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        (other as IDisposable)?.Dispose();
        await Catalog.Runs.FindAsync("r");
        await Catalog.Runs.ReopenAsync("r");
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Running, null, null), (run.Status, run.Error, run.EndedAt));
    }

    [Fact]
    public async Task Finish_RunThoughtToBeInterrupted_IsFinished()
    {
        ICatalog other = OpenAgain();
        await other.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        (other as IDisposable)?.Dispose();
        await Catalog.Runs.FindAsync("r");
        await Catalog.Runs.FinishAsync("r", RunStatus.Finished);
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Finished, null), (run.Status, run.Error));
    }

    [Theory]
    [InlineData(RunStatus.Running)]
    [InlineData(RunStatus.Interrupted)]
    public async Task Finish_AsSomethingThatIsNoEnd_Throws(RunStatus status)
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Catalog.Runs.FinishAsync("r", status));
    }

    [Fact]
    public async Task TruncateMetrics_AfterStep_ForgetsLaterPointsAndRenewsTheLatest()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.AddMetricsAsync("r", [new("m", 1, 1, T0), new("m", 2, 2, T0), new("m", 3, 3, T0), new("late", 1, 3, T0)]);
        await Catalog.Runs.TruncateMetricsAsync("r", 2);
        Assert.Equal(2, (await Catalog.Runs.MetricHistoryAsync("r", "m")).Count);
        Assert.Equal([KeyValuePair.Create("m", 2.0)], (await Catalog.Runs.FindAsync("r"))!.Metrics);
    }

    [Fact]
    public async Task Finish_TwiceAlike_IsFine_OtherStatus_Conflicts()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.FinishAsync("r", RunStatus.Failed, "out of memory");
        await Catalog.Runs.FinishAsync("r", RunStatus.Failed, "again");
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.FinishAsync("r", RunStatus.Finished));
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Failed, "out of memory", true), (run.Status, run.Error, run.EndedAt is not null));
    }

    [Fact]
    public async Task Reopen_FailedRun_RunsAgain_FinishedRun_Conflicts()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Catalog.Runs.FinishAsync("r", RunStatus.Failed, "x");
        await Catalog.Runs.ReopenAsync("r");
        Run run = (await Catalog.Runs.FindAsync("r"))!;
        Assert.Equal((RunStatus.Running, null, null), (run.Status, run.Error, run.EndedAt));
        await Catalog.Runs.FinishAsync("r", RunStatus.Finished);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Runs.ReopenAsync("r"));
    }

    [Fact]
    public async Task ListRuns_WithConditions_GivesTheNewestFirst()
    {
        foreach ((string id, string experiment, string kind, string? parent) in ((string, string, string, string?)[])[("1", "a", "k", null), ("2", "a", "k", "1"), ("3", "a", "j", "1"), ("4", "b", "k", "1")])
        {
            await Catalog.Runs.StartAsync(new RunStart(experiment, kind) { Id = id, ParentId = parent });
        }

        await Catalog.Runs.FinishAsync("2", RunStatus.Cancelled);
        Assert.Equal("4321", await Ids(new RunQuery()));
        Assert.Equal("43", await Ids(new RunQuery { Take = 2 }));
        Assert.Equal("21", await Ids(new RunQuery { Experiment = "a", Kind = "k" }));
        Assert.Equal("432", await Ids(new RunQuery { ParentId = "1" }));
        Assert.Equal("2", await Ids(new RunQuery { Status = RunStatus.Cancelled }));

        async Task<string> Ids(RunQuery query) => string.Concat((await Catalog.Runs.ListAsync(query)).Select(r => r.Id));
    }

    [Fact]
    public async Task Commit_First_IsTheHeadWithAllItsParts()
    {
        DatasetCommit commit = Commit("c1", null);
        await Catalog.Datasets.CommitAsync(commit);
        DatasetCommit head = (await Catalog.Datasets.HeadAsync("sales"))!;
        Assert.Equal(commit with { Files = [], Metadata = head.Metadata }, head with { Files = [] });
        Assert.Equal(commit.Files, head.Files);
        Assert.Equal(commit.Metadata, head.Metadata);
        Assert.Equal(7, head.Rows);
    }

    [Fact]
    public async Task Commit_OnAnotherHead_ConflictsAndLeavesNothing()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.CommitAsync(Commit("c3", "c1")));
        Assert.Null(await Catalog.Datasets.FindAsync("c3"));
        Assert.Equal("c2", (await Catalog.Datasets.HeadAsync("sales"))!.Id);
    }

    [Fact]
    public async Task Commit_TheHeadAgain_IsFine()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        Assert.Single(await Catalog.Datasets.LogAsync("sales"));
    }

    [Fact]
    public async Task Commit_EqualContentOnTwoBranches_IsOneCommit()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.SetBranchAsync("sales", "try", "c1", null);
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"), "try");
        Assert.Equal([KeyValuePair.Create("main", "c2"), KeyValuePair.Create("try", "c2")], (await Catalog.Datasets.BranchesAsync("sales")).OrderBy(b => b.Key));
    }

    [Fact]
    public async Task Log_OfABranch_GoesBackwards()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("c2", "c1"));
        await Catalog.Datasets.CommitAsync(Commit("c3", "c2"));
        Assert.Equal(["c3", "c2"], (await Catalog.Datasets.LogAsync("sales", take: 2)).Select(c => c.Id));
    }

    [Fact]
    public async Task SetBranch_WrongExpectationOrCommit_IsRefused()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("o1", null, "other"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Datasets.SetBranchAsync("sales", "main", "c1", "c0"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.SetBranchAsync("sales", "main", "nowhere", "c1"));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Datasets.SetBranchAsync("sales", "main", "o1", "c1"));
    }

    [Fact]
    public async Task ListDatasets_NamesAll()
    {
        await Catalog.Datasets.CommitAsync(Commit("c1", null));
        await Catalog.Datasets.CommitAsync(Commit("o1", null, "other"));
        Assert.Equal(["other", "sales"], await Catalog.Datasets.ListAsync());
    }

    [Fact]
    public async Task Register_GivesNumbersInOrderAndKeepsEverything()
    {
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("a"))).Version);
        Assert.Equal(2, (await Catalog.Models.RegisterAsync(Version("b"))).Version);
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("a", model: "other"))).Version);
        ModelVersion found = (await Catalog.Models.FindAsync("price-up", 1))!;
        ModelVersion expected = Version("a");
        Assert.Equal(expected.Files.OrderBy(f => f.Key), found.Files.OrderBy(f => f.Key));
        Assert.Equal(expected.Metrics.OrderBy(f => f.Key), found.Metrics.OrderBy(f => f.Key));
        Assert.Equal(expected.Tags, found.Tags);
        Assert.Equal(("run-1", "c1"), (found.RunId, found.DatasetCommitId));
        Assert.Equal([2, 1], (await Catalog.Models.VersionsAsync("price-up")).Select(v => v.Version));
        Assert.Equal(["other", "price-up"], await Catalog.Models.ListAsync());
    }

    [Fact]
    public async Task Register_SameRunAndFilesAgain_GivesTheVersionThatIsThere()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        Assert.Equal(1, (await Catalog.Models.RegisterAsync(Version("a"))).Version);
        Assert.Equal(2, (await Catalog.Models.RegisterAsync(Version("a", run: "run-2"))).Version);
    }

    [Fact]
    public async Task MoveAliases_Several_MoveTogetherWithAudit()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Catalog.Models.RegisterAsync(Version("b"));
        await Catalog.Models.MoveAliasesAsync([Move("champion", null, 1), Move("challenger", null, 2)]);
        await Catalog.Models.MoveAliasesAsync([Move("champion", 1, 2), Move("challenger", 2, null)]);
        Assert.Equal([KeyValuePair.Create("champion", 2)], await Catalog.Models.AliasesAsync("price-up"));
        Assert.Equal(2, (await Catalog.Models.FindAsync("price-up", "champion"))!.Version);
        Assert.Null(await Catalog.Models.FindAsync("price-up", "challenger"));
        Assert.Equal(
            [Move("challenger", 2, null), Move("champion", 1, 2), Move("challenger", null, 2), Move("champion", null, 1)],
            await Catalog.Models.AuditAsync("price-up"));
    }

    [Fact]
    public async Task MoveAliases_OneFromElsewhere_MovesNone()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Models.MoveAliasesAsync([Move("champion", null, 1), Move("challenger", 1, null)]));
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Models.MoveAliasesAsync([Move("champion", null, 1), Move("challenger", null, 5)]));
        Assert.Empty(await Catalog.Models.AliasesAsync("price-up"));
        Assert.Empty(await Catalog.Models.AuditAsync("price-up"));
    }

    [Fact]
    public async Task MoveAliases_ManyAtOnce_OneWins()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        int won = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, 8), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, ct) =>
        {
            try
            {
                await Catalog.Models.MoveAliasesAsync([Move("champion", null, 1)], ct);
                Interlocked.Increment(ref won);
            }
            catch (CatalogConflictException)
            {
                Interlocked.Add(ref won, 100);
            }
        });
        Assert.Equal(701, won);
        Assert.Single(await Catalog.Models.AuditAsync("price-up"));
    }

    [Fact]
    public async Task SetModelTags_NullRemoves_UnknownVersionIsNotFound()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        await Catalog.Models.SetTagsAsync("price-up", 1, new Dictionary<string, string?> { ["by"] = null, ["x"] = "y" });
        Assert.Equal([KeyValuePair.Create("x", "y")], (await Catalog.Models.FindAsync("price-up", 1))!.Tags);
        await Assert.ThrowsAsync<CatalogNotFoundException>(() => Catalog.Models.SetTagsAsync("price-up", 2, new Dictionary<string, string?> { ["x"] = "y" }));
    }

    [Fact]
    public async Task SaveDeployment_WithMoves_ChangesBothOrNothing()
    {
        await Catalog.Models.RegisterAsync(Version("a"));
        var wanted = new DeploymentRecord { Name = "d", Model = "price-up", Champion = 1, ChallengerShare = 0.25 };
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(wanted, [Move("champion", 7, 1)]));
        Assert.Null(await Catalog.Deployments.FindAsync("d"));
        DeploymentRecord saved = await Catalog.Deployments.SaveAsync(wanted, [Move("champion", null, 1)]);
        Assert.Equal((1, 1, 0.25), (saved.Revision, saved.Champion, saved.ChallengerShare));
        Assert.Equal(1, (await Catalog.Models.AliasesAsync("price-up"))["champion"]);
        Assert.Equal(saved, await Catalog.Deployments.FindAsync("d"));
        Assert.Equal([saved], await Catalog.Deployments.ListAsync());
    }

    [Fact]
    public async Task SaveDeployment_OldRevision_Conflicts()
    {
        var first = new DeploymentRecord { Name = "d", Model = "price-up" };
        DeploymentRecord saved = await Catalog.Deployments.SaveAsync(first, []);
        await Catalog.Deployments.SaveAsync(saved with { ChallengerShare = 0.5 }, []);
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(saved with { ChallengerShare = 0.1 }, []));
        await Assert.ThrowsAsync<CatalogConflictException>(() => Catalog.Deployments.SaveAsync(first, []));
    }

    [Fact]
    public async Task SaveDeployment_UnknownVersion_IsNotFound() => await Assert.ThrowsAsync<CatalogNotFoundException>(
        () => Catalog.Deployments.SaveAsync(new DeploymentRecord { Name = "d", Model = "price-up", Champion = 3 }, []));

    [Fact]
    public async Task Lineage_FromPredictionToSource_IsNearestFirstAndEachEdgeOnce()
    {
        LineageEdge sourceToData = new(LineageNode.Source("file.csv"), LineageNode.Dataset("c1"), "ingested");
        LineageEdge dataToRun = new(LineageNode.Dataset("c1"), LineageNode.Run("r"), "trained-on");
        LineageEdge runToModel = new(LineageNode.Run("r"), LineageNode.ModelVersion("m", 1), "made");
        LineageEdge dataToModel = new(LineageNode.Dataset("c1"), LineageNode.ModelVersion("m", 1), "trained-on");
        LineageEdge back = new(LineageNode.ModelVersion("m", 1), LineageNode.Source("file.csv"), "labelled");
        await Catalog.Lineage.AddAsync([sourceToData, dataToRun, runToModel, dataToModel, back]);
        await Catalog.Lineage.AddAsync([sourceToData]);
        Assert.Equal([runToModel, dataToModel, dataToRun, sourceToData, back], await Catalog.Lineage.UpstreamAsync(LineageNode.ModelVersion("m", 1)));
        Assert.Equal(
            [sourceToData, dataToRun, dataToModel, runToModel, back],
            await Catalog.Lineage.DownstreamAsync(LineageNode.Source("file.csv")));
    }

    [Fact]
    public async Task Events_WithConditions_GiveTheNewestFirst()
    {
        CatalogEvent drift = new("drift", "a", T0, "moved", """{"psi":0.3}""", 1200);
        await Catalog.Events.AddAsync([drift, new("alarm", "a", T0, "x"), new("drift", "b", T0, "y")]);
        await Catalog.Events.AddAsync([new("drift", "a", T0, "z")]);
        IReadOnlyList<CatalogEvent> all = await Catalog.Events.ListAsync(new EventQuery());
        Assert.Equal(["z", "y", "x", "moved"], all.Select(e => e.Message));
        Assert.Equal(drift, all[3] with { Id = 0 });
        Assert.Equal(["z", "moved"], (await Catalog.Events.ListAsync(new EventQuery { Kind = "drift", Subject = "a" })).Select(e => e.Message));
        Assert.Equal(["z", "y"], (await Catalog.Events.ListAsync(new EventQuery { Kind = "drift", Take = 2 })).Select(e => e.Message));
        Assert.Equal(["z"], (await Catalog.Events.ListAsync(new EventQuery { Subject = "a", AfterId = all[2].Id })).Select(e => e.Message));
    }

    [Fact]
    public async Task Predictions_EveryValueKind_ComesBack()
    {
        Prediction prediction = Predict("p");
        await Catalog.Predictions.AddAsync([prediction], []);
        LoggedPrediction logged = (await Catalog.Predictions.FindAsync("p"))!;
        Assert.Equal(prediction with { Inputs = logged.Prediction.Inputs, Outputs = logged.Prediction.Outputs }, logged.Prediction);
        Assert.Equal(prediction.Inputs.Values.ToArray(), logged.Prediction.Inputs.Values.ToArray());
        Assert.Equal(prediction.Inputs.Schema, logged.Prediction.Inputs.Schema);
        Assert.Equal(prediction.Outputs.Values.ToArray(), logged.Prediction.Outputs.Values.ToArray());
        Assert.Null(logged.Feedback);
    }

    [Fact]
    public async Task Find_UnknownPrediction_IsNull() => Assert.Null(await Catalog.Predictions.FindAsync("nowhere"));

    [Fact]
    public async Task Feedback_BeforeItsPredictionAndNewerLater_TheNewestJoins()
    {
        await Catalog.Predictions.AddAsync([], [new Feedback("p", "late", T0.AddHours(2)), new Feedback("never", 1.0, T0)]);
        await Catalog.Predictions.AddAsync([Predict("p")], [new Feedback("p", "early", T0.AddHours(1), "user")]);
        Assert.Equal(new Feedback("p", "late", T0.AddHours(2)), (await Catalog.Predictions.FindAsync("p"))!.Feedback);
    }

    [Fact]
    public async Task Predictions_AddedAgain_AreThereOnce()
    {
        await Catalog.Predictions.AddAsync([Predict("p")], [new Feedback("p", 1.0, T0)]);
        await Catalog.Predictions.AddAsync([Predict("p"), Predict("q")], [new Feedback("p", 1.0, T0)]);
        Assert.Equal(["p", "q"], await IdsAsync(new PredictionQuery()));
    }

    [Fact]
    public async Task ReadPredictions_WithConditions_KeepsTheOrderOfAdding()
    {
        await Catalog.Predictions.AddAsync(
            [Predict("a", minute: 3), Predict("b", 2, minute: 2), Predict("c", role: PredictionRole.Shadow), Predict("d", deployment: "other")],
            [new Feedback("b", true, T0)]);
        Assert.Equal(["a", "b", "c", "d"], await IdsAsync(new PredictionQuery()));
        Assert.Equal(["a", "b", "c"], await IdsAsync(new PredictionQuery { Deployment = "d" }));
        Assert.Equal(["b"], await IdsAsync(new PredictionQuery { Version = 2 }));
        Assert.Equal(["c"], await IdsAsync(new PredictionQuery { Role = PredictionRole.Shadow }));
        Assert.Equal(["a", "b"], await IdsAsync(new PredictionQuery { From = T0.AddMinutes(2) }));
        Assert.Equal(["b", "c", "d"], await IdsAsync(new PredictionQuery { Before = T0.AddMinutes(3) }));
        Assert.Equal(["b"], await IdsAsync(new PredictionQuery { Labelled = true }));
        Assert.Equal(["a", "c", "d"], await IdsAsync(new PredictionQuery { Labelled = false }));
        Assert.Equal(["c", "d"], await IdsAsync(new PredictionQuery { Newest = 2 }));
        Assert.Equal(["a", "c"], await IdsAsync(new PredictionQuery { Deployment = "d", Labelled = false, Newest = 2 }));
        Assert.Empty(await IdsAsync(new PredictionQuery { Deployment = "none", Newest = 2 }));
    }

    [Fact]
    public async Task ReadPredictions_ManyPages_GivesAllInOrder()
    {
        string[] ids = [.. Enumerable.Range(0, 1500).Select(i => $"p{i}")];
        await Catalog.Predictions.AddAsync([.. ids.Select(i => Predict(i))], []);
        Assert.Equal(ids, await IdsAsync(new PredictionQuery()));
        Assert.Equal(ids[400..], await IdsAsync(new PredictionQuery { Newest = 1100 }));
    }

    [Fact]
    public async Task DeleteBefore_ForgetsOlderPredictionsAndTheirFeedback()
    {
        await Catalog.Predictions.AddAsync(
            [Predict("old"), Predict("new", minute: 10)],
            [new Feedback("old", 1.0, T0.AddHours(1)), new Feedback("orphan", 1.0, T0), new Feedback("new", 1.0, T0)]);
        Assert.Equal(1, await Catalog.Predictions.DeleteBeforeAsync(T0.AddMinutes(5)));
        Assert.Equal(["new"], await IdsAsync(new PredictionQuery { Labelled = true }));
        await Catalog.Predictions.AddAsync([Predict("old"), Predict("orphan")], []);
        Assert.Equal(["old", "orphan"], await IdsAsync(new PredictionQuery { Labelled = false }));
    }

    [Fact]
    public async Task ReferencedArtifacts_TagOfARunThatNamesAnArtifact_IsOne()
    {
        string digest = AiInfra.Core.Artifacts.ArtifactDigest.Of([1, 2, 3]).Hex;
        Run run = await Catalog.Runs.StartAsync(new RunStart("e", "ingestion") { Tags = new Dictionary<string, string> { ["artifact.quarantine"] = digest, ["artifact.note"] = "no digest", ["other"] = digest[..10] } });
        await Catalog.Runs.FinishAsync(run.Id, RunStatus.Finished);
        Assert.Equal([digest], (await ToListAsync(Catalog.ReferencedArtifactsAsync())).Select(d => d.Hex));
    }

    [Fact]
    public async Task ReferencedArtifacts_AreThoseOfCommitsAndVersions()
    {
        DatasetCommit commit = Commit("c1", null);
        ModelVersion version = Version("a");
        await Catalog.Datasets.CommitAsync(commit);
        await Catalog.Models.RegisterAsync(version);
        string[] expected = [.. commit.Files.Select(f => f.Digest).Append(commit.Statistics!.Value).Concat(version.Files.Values).Select(d => d.Hex).Order()];
        Assert.Equal(expected, (await ToListAsync(Catalog.ReferencedArtifactsAsync())).Select(d => d.Hex).Order());
    }

    [Fact]
    public async Task Cancelled_BeforeItStarts_ChangesNothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" }, cancelled.Token));
        Assert.Null(await Catalog.Runs.FindAsync("r"));
    }

    [Fact]
    public async Task ManyThreads_WritingAndReading_LoseNothing()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await Parallel.ForEachAsync(Enumerable.Range(0, 16), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (thread, ct) =>
        {
            for (int i = 0; i < 20; i++)
            {
                await Catalog.Runs.AddMetricsAsync("r", [new($"m{thread}", i, i, T0)], ct);
                Assert.Equal(i, (await Catalog.Runs.FindAsync("r", ct))!.Metrics[$"m{thread}"]);
                await Catalog.Predictions.AddAsync([Predict($"{thread}-{i}")], [new Feedback($"{thread}-{i}", i, T0)], ct);
            }
        });
        Assert.Equal(320, (await IdsAsync(new PredictionQuery { Labelled = true })).Length);
        Assert.Equal(20, (await Catalog.Runs.MetricHistoryAsync("r", "m7")).Count);
    }

    [Fact]
    public async Task MetricWriter_ManyPoints_AllArrive()
    {
        await Catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await using (var writer = new MetricWriter(Catalog.Runs, "r", capacity: 64))
        {
            for (int i = 0; i < 5000; i++)
            {
                await writer.WriteAsync("loss", i, i);
            }
        }

        Assert.Equal(5000, (await Catalog.Runs.MetricHistoryAsync("r", "loss")).Count);
    }
}
