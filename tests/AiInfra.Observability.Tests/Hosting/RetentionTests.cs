using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Hosting;
using AiInfra.Observability.Alerts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Observability.Tests.Hosting;

/// <summary>A host deletes what its store keeps too long, and says so.</summary>
public sealed class RetentionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("aiinfra-retention-").FullName;
    private readonly FakeTimeProvider _time = new(Make.Start.AddDays(40));
    private readonly Lines _lines = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Log_ByDefault_KeepsThirtyDaysAndWarnsAtTheFirstDeletionOnly()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddMonitoring("d", m => m.Log()));
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        await catalog.Predictions.AddAsync([Make.Prediction(1), Make.Prediction(2) with { At = Make.Start.AddDays(20) }], []);
        await catalog.Events.AddAsync([new("k", "s", Make.Start, "old")]);
        await host.StartAsync();
        await UntilAsync(async () => await catalog.Predictions.ReadAsync(new()).CountAsync() == 1);
        Assert.NotNull(await catalog.Predictions.FindAsync("p2"));
        Assert.Single(await catalog.Events.ListAsync(new()));
        await UntilAsync(() => Task.FromResult(_lines.Warnings.Any(w => w.Contains("RETENTION DELETES", StringComparison.Ordinal))));
        await catalog.Predictions.AddAsync([Make.Prediction(3)], []);
        await UntilAsync(async () => await catalog.Predictions.ReadAsync(new()).CountAsync() == 1);
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
        await UntilAsync(async () => (await catalog.Events.ListAsync(new() { Kind = EventKinds.Alarm })) is [var last, ..] && last.Message.StartsWith("log cleared", StringComparison.Ordinal));
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
        await UntilAsync(async () => (await alarms.HistoryAsync("d")).Count == 1);
        await host.StopAsync();
    }

    [Fact]
    public async Task DryRun_DeletesNothingAndSaysWhatWouldGo()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddRetention(r => r.DryRun = true));
        ICatalog catalog = host.Services.GetRequiredService<ICatalog>();
        await catalog.Predictions.AddAsync([Make.Prediction(1)], []);
        await host.StartAsync();
        await UntilAsync(() => Task.FromResult(_lines.All.Any(w => w.Contains("would remove 1 predictions", StringComparison.Ordinal))));
        await host.StopAsync();
        Assert.NotNull(await catalog.Predictions.FindAsync("p1"));
    }

    [Fact]
    public async Task Sweep_StoreFails_IsLoggedAndTheHostGoesOn()
    {
        using IHost host = Build(ai => ai.StoreIn(_folder).AddRetention());
        await host.StartAsync();
        _ = host.Services.GetRequiredService<ICatalog>();
        Directory.Delete(_folder, recursive: true);
        await UntilAsync(() => Task.FromResult(_lines.All.Any(w => w.Contains("Retention could not finish", StringComparison.Ordinal))));
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

    private async Task UntilAsync(Func<Task<bool>> holds)
    {
        while (!await holds())
        {
            _time.Advance(TimeSpan.FromMinutes(10));
            await Task.Delay(10);
        }
    }

    private IHost Build(Action<AiInfraBuilder> configure)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddProvider(_lines);
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddAiInfra(configure);
        return builder.Build();
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly List<(LogLevel Level, string Text)> _lines = [];

        public IReadOnlyList<string> All => Where(LogLevel.Trace);

        public IReadOnlyList<string> Warnings => Where(LogLevel.Warning);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lines)
            {
                _lines.Add((logLevel, formatter(state, exception)));
            }
        }

        public void Dispose()
        {
        }

        private IReadOnlyList<string> Where(LogLevel least)
        {
            lock (_lines)
            {
                return [.. _lines.Where(l => l.Level >= least).Select(l => l.Text)];
            }
        }
    }
}
