using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Core.Storage;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Monitoring;
using AiInfra.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.Observability.Tests.Alerts;

/// <summary>Alarms outlive the process: the store knows which are on, and a monitor takes them up.</summary>
public sealed class AlarmStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Raised_IsWhatWasRaisedLastAndNotCleared()
    {
        using IHost host = Build();
        AlarmStore alarms = Alarms(host);
        Alarm drift = Change(Alarm.Drift, AlarmState.Raised, 1), late = Change(Alarm.Drift, AlarmState.Raised, 4) with { Message = "naïve \"x\"", Position = long.MaxValue };
        await alarms.AddAsync([drift, Change(Alarm.Quality, AlarmState.Raised, 2), drift with { Deployment = "other" }]);
        await alarms.AddAsync([Change(Alarm.Drift, AlarmState.Cleared, 3), Change(Alarm.Quality, AlarmState.Cleared, 3), late]);
        Assert.Equal([late], await alarms.RaisedAsync("d"));
        Assert.Equal([late, drift with { Deployment = "other" }], await alarms.RaisedAsync());
        Assert.Equal([4L, 3, 3, 2, 1], (await alarms.HistoryAsync("d")).Select(a => a.At.Second == 4 ? 4 : a.Position));
        Assert.Equal(2, (await alarms.HistoryAsync("d", take: 2)).Count);
    }

    [Fact]
    public async Task Add_OneOfABatchIsRefused_LosesThatOneAlone()
    {
        using IHost host = Build();
        AlarmStore alarms = Alarms(host);
        Alarm good = Change(Alarm.Drift, AlarmState.Raised, 1), bad = Change(Alarm.Quality, AlarmState.Raised, 2) with { Message = null! };
        var lost = new List<Alarm>();
        await BatchWrite.AddAsync([good, bad, good with { Deployment = "other" }], batch => alarms.AddAsync(batch), (refused, _) => lost.AddRange(refused));
        Assert.Equal([bad], lost);
        Assert.Equal(["other", "d"], (await alarms.RaisedAsync()).Select(a => a.Deployment));
        Assert.Single(await alarms.HistoryAsync("d"));
    }

    [Fact]
    public async Task Add_StoreTakesNothing_IsNotTriedForEach()
    {
        int tries = 0;
        var lost = new List<int>();
        await BatchWrite.AddAsync<int>([.. Enumerable.Range(0, 64)], _ => Task.FromException(new InvalidOperationException($"away {tries++}")), (refused, _) => lost.AddRange(refused));
        Assert.Equal(Enumerable.Range(0, 64), lost);
        Assert.Equal(9, tries);
    }

    [Fact]
    public async Task Prune_KeepsTheLastChangeOfEveryAlarm()
    {
        using IHost host = Build();
        AlarmStore alarms = Alarms(host);
        await alarms.AddAsync([Change(Alarm.Quality, AlarmState.Raised, 0), .. Enumerable.Range(1, 9).Select(i => Change(Alarm.Drift, (AlarmState)(i % 2), i))]);
        Assert.Equal(4, (await alarms.PruneAsync(new() { Before = Make.Start.AddSeconds(5), DryRun = true })).Rows);
        Assert.Equal(4, (await alarms.PruneAsync(new() { Before = Make.Start.AddSeconds(5) })).Rows);
        Assert.Equal(3, (await alarms.PruneAsync(new() { Rows = 0, Take = 3 })).Rows);
        Assert.Equal(1, (await alarms.PruneAsync(new() { Rows = 0, Take = 3 })).Rows);
        Assert.Equal([Alarm.Drift, Alarm.Quality], (await alarms.HistoryAsync("d")).Select(a => a.Kind));
        await Assert.ThrowsAsync<ArgumentException>(() => alarms.PruneAsync(new() { Bytes = 1 }));
    }

    [Fact]
    public async Task Restart_WhileAnAlarmIsOn_DoesNotRaiseItAgainAndClearsIt()
    {
        Stream(Build(), from: 0, to: 2000, shift: 0.5);
        using (IHost first = Build())
        {
            Alarm raised = Assert.Single(await Alarms(first).RaisedAsync("d"));
            Assert.Equal((Alarm.Drift, 1), (raised.Kind, raised.Version));
        }

        Stream(Build(), from: 2000, to: 4000, shift: 0.5, started: monitor => Assert.True(monitor.Status.DriftAlarm));
        Stream(Build(), from: 4000, to: 8000, shift: 0, ended: monitor => Assert.False(monitor.Status.DriftAlarm));
        using IHost last = Build();
        Assert.Equal([AlarmState.Cleared, AlarmState.Raised], (await Alarms(last).HistoryAsync("d")).Where(a => a.Kind == Alarm.Drift).Select(a => a.State));
    }

    [Fact]
    public async Task Restart_WithAnotherVersion_ClearsTheAlarmOfTheOneBefore()
    {
        using IHost host = Build();
        await Alarms(host).AddAsync([Change(Alarm.Drift, AlarmState.Raised, 1), Change(Alarm.Quality, AlarmState.Raised, 1)]);
        await host.StartAsync();
        host.Services.GetRequiredService<SignalHub>().Publish(Make.Prediction(1, version: 2));
        await host.StopAsync();
        Assert.Empty(await Alarms(host).RaisedAsync());
        Assert.Equal("Version 2 answers now.", (await Alarms(host).HistoryAsync("d"))[0].Message);
    }

    [Fact]
    public async Task Start_CatalogThatOpensNoModules_WatchesWithoutIt()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        using var store = Sqlite.AiInfraStore.Open(_folder);
        builder.Services.AddSingleton(store.Catalog).AddAiInfra(ai => ai.AddMonitoring("d"));
        using IHost host = builder.Build();
        await host.StartAsync();
        host.Services.GetRequiredService<SignalHub>().Publish(Make.Prediction(1));
        await host.StopAsync();
        Assert.Equal(1, host.Services.GetRequiredKeyedService<ModelMonitor>("d").Status.Predictions);
    }

    [Fact]
    public void Scripts_OfADialectThatIsNotSpoken_AreNone()
    {
        Assert.Empty(new AlarmModule().Scripts("oracle"));
        Assert.NotEmpty(new AlarmModule().Scripts(StoreDialect.Postgres));
    }

    private static Alarm Change(string kind, AlarmState state, int second) => new("d", kind, state, 1, second, Make.Start.AddSeconds(second), $"{kind} {state}");

    private static AlarmStore Alarms(IHost host) => host.Services.GetRequiredService<ICatalog>().GetRequiredStore<AlarmStore>();

    /// <summary>A host's life: its inputs are as in training plus a shift.</summary>
    private static void Stream(IHost host, int from, int to, double shift, Action<ModelMonitor>? started = null, Action<ModelMonitor>? ended = null)
    {
        using (host)
        {
            host.Start();
            ModelMonitor monitor = host.Services.GetRequiredKeyedService<ModelMonitor>("d");
            started?.Invoke(monitor);
            monitor.SetReference(1, new(Training()));
            SignalHub hub = host.Services.GetRequiredService<SignalHub>();
            var random = new Random(from);
            for (int i = from; i < to; i++)
            {
                hub.Publish(Make.Prediction(i, new Row(Make.Inputs, [random.NextDouble() + shift, "a"])));
            }

            host.StopAsync().GetAwaiter().GetResult();
            ended?.Invoke(monitor);
        }
    }

    private static TableSummary Training()
    {
        var sketch = new TableSketch(Make.Inputs);
        var random = new Random(7);
        for (int i = 0; i < 5000; i++)
        {
            sketch.Add(new Row(Make.Inputs, [random.NextDouble(), "a"]));
        }

        return sketch.ToSummary();
    }

    private IHost Build()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder).AddMonitoring("d", m => m.Configure(o => o.Inline = true)));
        return builder.Build();
    }
}
