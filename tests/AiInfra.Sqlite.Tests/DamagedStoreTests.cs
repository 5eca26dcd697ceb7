using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;

namespace AiInfra.Sqlite.Tests;

/// <summary>A store whose files were cut, overwritten or lost: it answers or says what is wrong, and never falls with an error of its insides.</summary>
public sealed class DamagedStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cut")]
    [InlineData("zeros")]
    [InlineData("noise")]
    [InlineData("flip")]
    public async Task Open_AnyFileDamagedAnywhere_AnswersOrSaysSo(string how)
    {
        string whole = _folder.File("whole");
        await FillAsync(whole);
        string[] files = [.. Directory.GetFiles(whole, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(whole, f)).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        int said = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            string copy = _folder.File($"copy{seed}");
            Copy(whole, copy);
            var random = new Random(seed);
            string file = Path.Combine(copy, files[seed % files.Length]);
            Damage(file, how, random);
            try
            {
                using AiInfraStore store = AiInfraStore.Open(copy, options: new SqliteStoreOptions { SurvivesPowerCut = false });
                await ReadAllAsync(store);
            }
            catch (Exception e) when (e is SqliteStoreException or ArtifactDamagedException or ArtifactNotFoundException or ArtifactRootsException { InnerException: SqliteStoreException })
            {
                said++;
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{said} of 60 were noticed");
        Assert.InRange(said, how == "flip" ? 0 : 1, 60);
    }

    [Fact]
    public async Task ListRuns_OwnerThatIsAPath_TouchesNoFileElsewhere()
    {
        string path = _folder.File("catalog.db"), other = _folder.File("precious.txt");
        await File.WriteAllTextAsync(other, "stays");
        using var catalog = new SqliteCatalog(path);
        await catalog.Runs.StartAsync(new RunStart("e", "k") { Id = "r" });
        await catalog.Database.WriteAsync(s => s.Run("UPDATE runs SET owner = '../precious.txt'"), CancellationToken.None);
        Assert.Equal(RunStatus.Interrupted, (await catalog.Runs.FindAsync("r"))!.Status);
        Assert.True(File.Exists(other));
    }

    private static void Damage(string file, string how, Random random)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        if (stream.Length == 0)
        {
            return;
        }

        long at = random.NextInt64(stream.Length);
        switch (how)
        {
            case "cut":
                stream.SetLength(at);
                break;
            case "flip":
                for (int i = 0; i < 20; i++)
                {
                    stream.Position = random.NextInt64(stream.Length);
                    stream.WriteByte((byte)random.Next(256));
                }

                break;
            default:
                byte[] bytes = new byte[Math.Min(4096, stream.Length - at)];
                if (how == "noise")
                {
                    random.NextBytes(bytes);
                }

                stream.Position = at;
                stream.Write(bytes);
                break;
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static async Task FillAsync(string path)
    {
        using AiInfraStore store = AiInfraStore.Open(path, options: new SqliteStoreOptions { SurvivesPowerCut = false });
        ICatalog catalog = store.Catalog;
        ArtifactDigest file = await store.Artifacts.PutBytesAsync(new byte[5000]);
        var schema = new RowSchema([new Column("a", ValueKind.Number), new Column("b", ValueKind.Text), new Column("t", ValueKind.Instant)]);
        Row row = new(schema, [1.5, "text", Value.Of(At)]);
        for (int i = 0; i < 40; i++)
        {
            await catalog.Runs.StartAsync(new RunStart("e", "k") { Id = $"r{i}", Parameters = new Dictionary<string, string> { ["p"] = "1" }, Tags = new Dictionary<string, string> { ["artifact.x"] = file.Hex } });
            await catalog.Runs.AddMetricsAsync($"r{i}", [.. Enumerable.Range(0, 20).Select(s => new MetricPoint("m", s == 3 ? double.NaN : s, s, At))]);
            await catalog.Datasets.CommitAsync(new DatasetCommit { Id = $"c{i}", Dataset = "d", ParentId = i == 0 ? null : $"c{i - 1}", Message = "m", At = At, Files = [new DatasetFile("f", file, 5000, 1)], Schema = "[]", Statistics = file });
            await catalog.Models.RegisterAsync(new ModelVersion { Model = "m", Files = new Dictionary<string, ArtifactDigest> { ["x"] = file }, Metrics = new Dictionary<string, double> { ["a"] = 1 } });
            await catalog.Predictions.AddAsync([new RowPrediction { Id = $"p{i}", Deployment = "d", Model = "m", Version = 1, At = At, Inputs = row, Outputs = row }], [new Feedback($"p{i}", "yes", At)]);
        }

        await catalog.Models.MoveAliasesAsync([new AliasMove("m", "champion", null, 1, "a", "b", At)]);
        await catalog.Deployments.SaveAsync(new DeploymentRecord { Name = "d", Model = "m", Champion = 1 }, []);
        await catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Dataset("c1"), LineageNode.Run("r1"), "trained-on")]);
        await catalog.Events.AddAsync([new CatalogEvent("drift", "d", At, "m", "{}")]);
        var pipeline = new Pipeline("p");
        pipeline.Step("s", "1", (_, _) => Task.FromResult(file));
        await new PipelineRunner(store.Ledger).RunAsync(pipeline);
    }

    private static async Task ReadAllAsync(AiInfraStore store)
    {
        ICatalog catalog = store.Catalog;
        foreach (Run run in await catalog.Runs.ListAsync(new RunQuery()))
        {
            await catalog.Runs.FindAsync(run.Id);
        }

        if (await catalog.Runs.FindAsync("r1") is not null)
        {
            await catalog.Runs.MetricHistoryAsync("r1", "m");
        }

        await catalog.Datasets.LogAsync("d");
        await catalog.Models.VersionsAsync("m");
        await catalog.Models.AuditAsync("m");
        await catalog.Models.FindAsync("m", "champion");
        await catalog.Deployments.ListAsync();
        await catalog.Lineage.UpstreamAsync(LineageNode.Run("r1"));
        await catalog.Events.ListAsync(new EventQuery());
        await store.Ledger.ListAsync("p");
        await foreach (LoggedSignal _ in catalog.Predictions.ReadAsync(new PredictionQuery()))
        {
        }

        await foreach (ArtifactDigest digest in ((ICatalog)catalog).ReferencedArtifactsAsync())
        {
            await store.Artifacts.GetFileAsync(digest);
        }

        await catalog.Events.AddAsync([new CatalogEvent("drift", "d", At, "m", "{}")]);
        await store.Artifacts.PutBytesAsync(new byte[5000]);
    }
}
