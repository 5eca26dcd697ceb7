using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Hosting;
using AiInfra.Observability.Alerts;
using AiInfra.Support;
using AiInfra.Support.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Observability.Tests.Hosting;

/// <summary>A host deletes what its store keeps too long, and says so.</summary>
public sealed class RetentionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(Make.Start.AddDays(40));
    private readonly LogLines _lines = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Log_ByDefault_KeepsThirtyDaysAndWarnsAtTheFirstDeletionOnly()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddMonitoring("d", m => m.Log()));
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        await catalog.Predictions.AddAsync([Make.Prediction(1), Make.Prediction(2) with { At = Make.Start.AddDays(20) }], []);
        await catalog.Events.AddAsync([new("k", "s", Make.Start, "old")]);
        await host.StartAsync();
        await Until.HoldsAsync(async () => await catalog.Predictions.ReadAsync(new()).CountAsync() == 1, Tick);
        Assert.NotNull(await catalog.Predictions.FindAsync("p2"));
        Assert.Single(await catalog.Events.ListAsync(new()));
        await Until.HoldsAsync(() => Task.FromResult(_lines.Warnings.Any(w => w.Contains("RETENTION DELETES", StringComparison.Ordinal))), Tick);
        await catalog.Predictions.AddAsync([Make.Prediction(3)], []);
        await Until.HoldsAsync(async () => await catalog.Predictions.ReadAsync(new()).CountAsync() == 1, Tick);
        await host.StopAsync();
        Assert.Single(_lines.Warnings, w => w.Contains("1 predictions", StringComparison.Ordinal) && w.Contains("AddRetention", StringComparison.Ordinal));
    }

    [Fact]
    public async Task LogAlarm_LeftOnByADeadProcess_GoesOffAMinuteAfterTheStart()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddMonitoring("d", m => m.Log()));
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        await catalog.GetRequiredStore<AlarmStore>().AddAsync([new Alarm("d", Alarm.Log, AlarmState.Raised, 1, 1, Make.Start, "on")]);
        await host.StartAsync();
        await Until.HoldsAsync(async () => (await catalog.Events.ListAsync(new() { Kind = EventKinds.Alarm })) is [var last, ..] && last.Message.StartsWith("log cleared", StringComparison.Ordinal), Tick);
        await host.StopAsync();
        Assert.Empty(await catalog.GetRequiredStore<AlarmStore>().RaisedAsync());
    }

    [Fact]
    public async Task Start_LimitForAStoreThatTheHostDoesNotHave_NamesWhatThereIs()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddMonitoring("d").AddRetention(r => r.Modules["alarm"] = new() { Rows = 5 }));
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Modules[alarm]", e.Message, StringComparison.Ordinal);
        Assert.Contains("'alarms', 'pipelines'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Modules_ByName_AreSwept()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddMonitoring("d").AddRetention(r => r.Modules["alarms"] = new() { Rows = 1 }));
        AlarmStore alarms = host.Services.GetRequiredService<ICatalog>().GetRequiredStore<AlarmStore>();
        await alarms.AddAsync([.. Enumerable.Range(0, 6).Select(i => new Alarm("d", Alarm.Drift, (AlarmState)(i % 2), 1, i, Make.Start, $"change {i}"))]);
        await host.StartAsync();
        await Until.HoldsAsync(async () => (await alarms.HistoryAsync("d")).Count == 1, Tick);
        await host.StopAsync();
    }

    [Fact]
    public async Task DryRun_DeletesNothingAndSaysWhatWouldGo()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddRetention(r => r.DryRun = true));
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        await catalog.Predictions.AddAsync([Make.Prediction(1)], []);
        await host.StartAsync();
        await Until.HoldsAsync(() => Task.FromResult(_lines.All.Any(l => l.Text.Contains("would remove 1 predictions", StringComparison.Ordinal))), Tick);
        await host.StopAsync();
        Assert.NotNull(await catalog.Predictions.FindAsync("p1"));
    }

    [Fact]
    public async Task Sweep_StoreFails_IsLoggedAndTheHostGoesOn()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddRetention());
        await host.StartAsync();
        _ = host.Services.GetRequiredService<ICatalog>();
        _folder.Dispose();
        await Until.HoldsAsync(() => Task.FromResult(_lines.All.Any(l => l.Text.Contains("Retention could not finish", StringComparison.Ordinal))), Tick);
        await host.StopAsync();
        Directory.CreateDirectory(_folder);
    }

    [Fact]
    public async Task Start_LimitOutOfRange_NamesIt()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddRetention(r => r.Versions = new() { Rows = -1 }));
        OptionsValidationException e = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("Versions.Rows", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddMonitoring_OfWhatTheHostDoesNotServe_IsRefusedWithTheNearestName()
    {
        using IHost host = Build(ai => ai.AddMonitoring("lat").Services.AddSingleton(new ServedDeployment("late")).AddSingleton(new ServedDeployment("prices")));
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());
        Assert.Contains("'lat'", e.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'late'?", e.Message, StringComparison.Ordinal);
        Assert.Contains("late, prices", e.Message, StringComparison.Ordinal);
        using IHost right = Build(ai => ai.AddMonitoring("late").Services.AddSingleton(new ServedDeployment("late")));
        await right.StartAsync();
        using IHost elsewhere = Build(ai => ai.AddMonitoring("anything"));
        await elsewhere.StartAsync();
    }

    private void Tick() => _time.Advance(TimeSpan.FromMinutes(10));

    private IHost Build(Action<AiInfraBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(_lines);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddAiInfra(configure);
        return builder.Build();
    }
}
