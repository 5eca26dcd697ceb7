using System.Diagnostics;
using System.Globalization;
using AiInfra.Core.Catalog;
using AiInfra.Sqlite;
using AiInfra.Support;

namespace AiInfra.MLflow.Tests;

/// <summary>What a process logged that was killed while the server was down.</summary>
public sealed class KilledProcessTests
{
    private const string ChildFolder = "AIINFRA_MLFLOW_CHILD";
    private const string ChildServer = "AIINFRA_MLFLOW_CHILD_SERVER";
    private const int Batches = 60;
    private const int BatchPoints = 50;

    [Fact]
    public async Task ProcessKilled_WithTheServerDown_TheNextOneSendsEveryPoint()
    {
        using var folder = new TemporaryFolder();
        await using TrackingServer server = await TrackingServer.StartAsync();
        server.Failing = 503;
        string logged = folder.File("logged");
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(KilledProcessTests).Assembly.Location, "-method", $"*{nameof(Log_UntilItIsKilled_InTheChild)}"]) { RedirectStandardOutput = true };
        start.Environment[ChildFolder] = folder.Path;
        start.Environment[ChildServer] = server.Address.ToString();
        using (Process child = Process.Start(start)!)
        {
            Task<string> output = child.StandardOutput.ReadToEndAsync();
            await Until.HoldsAsync(() => File.Exists(logged) || child.HasExited);
            Assert.False(child.HasExited, child.HasExited ? await output : "");
            child.Kill();
            await child.WaitForExitAsync();
        }

        server.Failing = null;
        using AiInfraStore store = AiInfraStore.Open(folder.File("store"), null, new() { SurvivesPowerCut = false });
        await using var runs = new MlflowRunStore(store.Catalog.Runs, Options(server.Address, folder), store.Artifacts);
        await Until.HoldsAsync(() => Directory.GetFiles(folder.File("unsent")).Length == 0);
        Run run = Assert.Single(await server.Catalog.Runs.SearchAsync(new RunSearch { Filter = "tags.\"aiinfra.run\" = 'r'" }));
        IReadOnlyList<MetricPoint> points = await server.Catalog.Runs.MetricHistoryAsync(run.Id, "m", Batches * BatchPoints);
        Assert.Equal(Enumerable.Range(0, Batches * BatchPoints).Select(i => (double)i), points.Select(p => p.Value));
        Assert.Equal((0L, 0L, "0.1", "end"), (runs.Status.Dropped, runs.Status.Refused, run.Parameters["rate"], run.Tags["last"]));
    }

    [Fact]
    public async Task Log_UntilItIsKilled_InTheChild()
    {
        if (Environment.GetEnvironmentVariable(ChildFolder) is not { } path)
        {
            Assert.Skip("Started by the test above.");
            return;
        }

        using AiInfraStore store = AiInfraStore.Open(Path.Combine(path, "store"), null, new() { SurvivesPowerCut = false });
        var options = new MlflowOptions { Server = new Uri(Environment.GetEnvironmentVariable(ChildServer)!), Folder = Path.Combine(path, "unsent") };
        await using var runs = new MlflowRunStore(store.Catalog.Runs, options, store.Artifacts);
        await runs.StartAsync(new RunStart("killed", "training") { Id = "r", Parameters = new Dictionary<string, string> { ["rate"] = "0.1" } });
        for (int batch = 0; batch < Batches; batch++)
        {
            await runs.AddMetricsAsync("r", [.. Enumerable.Range(batch * BatchPoints, BatchPoints).Select(i => new MetricPoint("m", i, i, DateTimeOffset.UnixEpoch))]);
        }

        await runs.SetTagsAsync("r", new Dictionary<string, string?> { ["last"] = "end" });
        await File.WriteAllTextAsync(Path.Combine(path, "logged"), runs.Status.Waiting.ToString(CultureInfo.InvariantCulture));
        await Task.Delay(Timeout.Infinite);
    }

    private static MlflowOptions Options(Uri server, TemporaryFolder folder) => new() { Server = server, Folder = folder.File("unsent"), RetryDelay = TimeSpan.FromMilliseconds(20) };
}
