using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;
using AiInfra.Support;
using AiInfra.Support.Stores;

namespace AiInfra.MLflow.Tests;

/// <summary>The client against the server of <c>MapMlflow</c>, over HTTP.</summary>
public sealed class MlflowRunStoreTests : IDisposable
{
    private static readonly RunLoggerOptions s_quiet = new() { Environment = false, SystemInterval = TimeSpan.Zero };
    private readonly TemporaryStore _store = new();

    public void Dispose() => _store.Dispose();

    private MlflowRunStore Store(Uri server, Action<MlflowOptions>? configure = null)
    {
        var options = new MlflowOptions { Server = server, Folder = _store.Files.File("unsent"), RetryDelay = TimeSpan.FromMilliseconds(20), FlushTimeout = TimeSpan.FromSeconds(60) };
        configure?.Invoke(options);
        return new MlflowRunStore(_store.Catalog.Runs, options, _store.Artifacts);
    }

    private Task<RunLogger> StartAsync(IRunStore runs, string id = "r", string? parent = null) =>
        RunLogger.StartAsync(runs, new RunStart("mirror", "training") { Id = id, Name = "my run", ParentId = parent, Parameters = new Dictionary<string, string> { ["rate"] = "0.1" } }, _store.Artifacts, s_quiet);

    private static async Task<Run> OnlyAsync(TrackingServer server, string id = "r") =>
        Assert.Single(await server.Catalog.Runs.SearchAsync(new RunSearch { Filter = $"tags.\"aiinfra.run\" = '{id}'" }));

    [Fact]
    public async Task Run_WithEverything_IsOnTheServer()
    {
        await using TrackingServer server = await TrackingServer.StartAsync();
        await using (MlflowRunStore runs = Store(server.Address))
        {
            await using RunLogger log = await StartAsync(runs);
            for (int step = 0; step < 2500; step++)
            {
                await log.MetricAsync("train/loss", step == 7 ? double.NaN : 1.0 / step, step);
            }

            await log.MetricAsync("auc", double.PositiveInfinity, 1);
            await log.NoteAsync("went *well*");
            await log.TagAsync("gone", "soon");
            await log.TagAsync("gone", null);
            await log.InputAsync(new RunInput("rows", "d1") { Context = "training" });
            await log.TextArtifactAsync("plots/grüezi & co.txt", "content");
            await using (RunLogger child = await log.StartChildAsync(new RunStart("mirror", "fold") { Id = "child" }))
            {
                await child.FinishAsync(RunStatus.Cancelled);
            }

            await log.FinishAsync();
        }

        Run run = await OnlyAsync(server);
        Assert.Equal(("my run", "mirror", RunStatus.Finished, "0.1"), (run.Name, run.Experiment, run.Status, run.Parameters["rate"]));
        Assert.Equal(("went *well*", false, double.PositiveInfinity), (run.Tags[RunTags.Note], run.Tags.ContainsKey("gone"), run.Metrics["auc"]));
        IReadOnlyList<MetricPoint> points = await server.Catalog.Runs.MetricHistoryAsync(run.Id, "train/loss");
        Assert.Equal((2500, 2499L, 1.0 / 2499), (points.Count, points[^1].Step, points[^1].Value));
        Assert.True(double.IsNaN(points[7].Value));
        Assert.Equal("training", Assert.Single(await server.Catalog.Runs.InputsAsync(run.Id)).Context);
        RunArtifact file = Assert.Single(await server.Catalog.Runs.ArtifactsAsync(run.Id));
        Assert.Equal(("plots/grüezi & co.txt", 7L), (file.Path, file.Bytes));
        Assert.Equal("content"u8.ToArray(), await server.Artifacts.ReadBytesAsync(file.Digest));
        Run child2 = await OnlyAsync(server, "child");
        Assert.Equal((run.Id, RunStatus.Cancelled), (child2.ParentId, child2.Status));
        Run own = (await _store.Catalog.Runs.FindAsync("r"))!;
        Assert.Equal(own.StartedAt.ToUnixTimeMilliseconds(), run.StartedAt.ToUnixTimeMilliseconds());
        Assert.Equal(own.EndedAt!.Value.ToUnixTimeMilliseconds(), run.EndedAt!.Value.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task ServerDown_NothingWaits_AndItIsSentInOrderWhenItComesBack()
    {
        await using TrackingServer server = await TrackingServer.StartAsync();
        server.Failing = 503;
        await using MlflowRunStore runs = Store(server.Address);
        await using RunLogger log = await StartAsync(runs);
        for (int i = 0; i < 20; i++)
        {
            await log.TagAsync("last", $"{i}");
            await log.MetricAsync("m", i, i);
            await log.FlushAsync();
        }

        await log.FinishAsync();
        Assert.Equal(RunStatus.Finished, (await _store.Catalog.Runs.FindAsync("r"))!.Status);
        await Until.HoldsAsync(() => Task.FromResult(runs.Status.LastError is not null));
        Assert.InRange(runs.Status.Waiting, 30, 45);
        Assert.Equal((0L, 0L), (runs.Status.Sent, runs.Status.Dropped));

        server.Failing = null;
        await Until.HoldsAsync(() => Task.FromResult(runs.Status is { Waiting: 0, LastError: null }));
        Run run = await OnlyAsync(server);
        Assert.Equal(("19", 19.0, RunStatus.Finished), (run.Tags["last"], run.Metrics["m"], run.Status));
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (double)i), (await server.Catalog.Runs.MetricHistoryAsync(run.Id, "m")).Select(p => p.Value));
        Assert.Equal(0, runs.Status.Refused);
    }

    [Fact]
    public async Task ServerNotThere_TheEndIsBounded_AndTheNextProcessSendsTheRest()
    {
        await using (MlflowRunStore runs = Store(new Uri("http://127.0.0.1:9"), o => o.FlushTimeout = TimeSpan.FromMilliseconds(200)))
        {
            await using RunLogger log = await StartAsync(runs);
            await log.TagAsync("a", "1");
            await log.TagAsync("b", "2");
            await log.TagAsync("a", "3");
            await log.FinishAsync();
        }

        Assert.Single(Directory.GetFiles(_store.Files.File("unsent")));
        await using TrackingServer server = await TrackingServer.StartAsync();
        await using MlflowRunStore again = Store(server.Address);
        await Until.HoldsAsync(() => Task.FromResult(again.Status.Sent >= 4));
        await Until.HoldsAsync(() => Task.FromResult(Directory.GetFiles(_store.Files.File("unsent")).Length == 0));
        Run run = await OnlyAsync(server);
        Assert.Equal(("3", "2", RunStatus.Finished), (run.Tags["a"], run.Tags["b"], run.Status));
    }

    [Fact]
    public async Task UnsentLineOfAKilledProcess_IsCounted_AndTheOthersAreSent()
    {
        await _store.Catalog.Runs.StartAsync(new RunStart("mirror", "training") { Id = "r" });
        Directory.CreateDirectory(_store.Files.File("unsent"));
        _store.Files.File("unsent/1.unsent", "{\"Run\":\"r\",\"Tags\":{\"a\":\"1\"}}\n{\"Run\":\"r\",\"Tags\":{\"a\":");
        await using TrackingServer server = await TrackingServer.StartAsync();
        await using MlflowRunStore runs = Store(server.Address);
        await Until.HoldsAsync(() => Task.FromResult(runs.Status is { Sent: 1, Dropped: 1 }));
        Assert.Equal("1", (await OnlyAsync(server)).Tags["a"]);
    }

    [Fact]
    public async Task AnswerLost_TheCallAgainChangesNothing()
    {
        await using TrackingServer server = await TrackingServer.StartAsync();
        using var lossy = new LosesAnswers();
        await using var runs = new MlflowRunStore(_store.Catalog.Runs, new MlflowOptions { Server = server.Address, Folder = _store.Files.File("unsent"), RetryDelay = TimeSpan.FromMilliseconds(1) }, _store.Artifacts, handler: lossy);
        await using RunLogger log = await StartAsync(runs);
        await log.MetricAsync("m", 1, 1);
        await log.TagAsync("t", "x");
        await log.FinishAsync();
        await Until.HoldsAsync(() => Task.FromResult(runs.Status is { Waiting: 0 }));
        Run run = await OnlyAsync(server);
        Assert.Equal((RunStatus.Finished, "x"), (run.Status, run.Tags["t"]));
        Assert.Single(await server.Catalog.Runs.MetricHistoryAsync(run.Id, "m"));
        Assert.True(lossy.Lost > 0);
    }

    [Fact]
    public async Task NamesThatMlflowDoesNotTake_AreCounted_AndTheRestIsSent()
    {
        await using TrackingServer server = await TrackingServer.StartAsync();
        await using MlflowRunStore runs = Store(server.Address);
        await using RunLogger log = await StartAsync(runs);
        await log.ParametersAsync(new Dictionary<string, string> { ["a#b"] = "1", ["../up"] = "1", ["fine"] = new string('x', 7000) });
        await log.FinishAsync();
        await Until.HoldsAsync(() => Task.FromResult(runs.Status is { Waiting: 0 }));
        Assert.Equal((2L, 1L), (runs.Status.Refused, runs.Status.Shortened));
        Assert.Equal(6000, (await OnlyAsync(server)).Parameters["fine"].Length);
    }

    [Fact]
    public async Task FolderFull_IsCounted_AndTheCatalogHasAll()
    {
        await using MlflowRunStore runs = Store(new Uri("http://127.0.0.1:9"), o => (o.MaxFolderBytes, o.FlushTimeout) = (200, TimeSpan.Zero));
        await using RunLogger log = await StartAsync(runs);
        for (int i = 0; i < 20; i++)
        {
            await log.TagAsync($"t{i}", "x");
        }

        Assert.InRange(runs.Status.Dropped, 5, 19);
        Assert.Equal(20, (await _store.Catalog.Runs.FindAsync("r"))!.Tags.Count);
        await log.FinishAsync();
    }

    [Fact]
    public void Options_WhatIsWrong_IsNamed()
    {
        string[] faults = [.. new MlflowOptions { Server = new Uri("ftp://x"), Token = "a", Username = "b", Timeout = TimeSpan.Zero }.Faults()];
        Assert.Equal(4, faults.Length);
        Assert.Contains("Folder", string.Concat(faults), StringComparison.Ordinal);
    }

    /// <summary>A third of the answers is lost after the server did what it was asked.</summary>
    private sealed class LosesAnswers() : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        private readonly Random _random = new(2);

        public int Lost { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            if (_random.Next(3) == 0)
            {
                Lost++;
                response.Dispose();
                throw new HttpRequestException("The answer was lost.");
            }

            return response;
        }
    }
}
