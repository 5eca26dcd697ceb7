using System.Collections.Concurrent;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;
using AiInfra.Core.Pipelines;
using AiInfra.Sqlite.Storage;
using AiInfra.Support;
using AiInfra.Support.Logging;
using Microsoft.Extensions.Time.Testing;

namespace AiInfra.Sqlite.Tests.Pipelines;

/// <summary>Runs by schedule and by request over a real ledger, with a clock of the test's own.</summary>
public sealed class PipelineSchedulerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ConcurrentQueue<string> _ran = new();
    private readonly LogLines<PipelineScheduler> _log = new();
    private readonly AiInfraStore _store;
    private string _rows = "a";
    private string? _fault;
    private Action<string>? _onStep;

    public PipelineSchedulerTests() => _store = AiInfraStore.Open(_folder.Path, _time, new SqliteStoreOptions { SurvivesPowerCut = false });

    private string Ran => string.Join(" ", _ran);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task RunAsync_StepFailed_GoesOnThereAndTheNextRunBeginsAnew()
    {
        PipelineScheduler scheduler = Scheduler();
        _fault = "train";
        await Assert.ThrowsAsync<PipelineFailedException>(() => scheduler.RunAsync("daily"));
        _fault = null;
        _time.Advance(TimeSpan.FromHours(1));
        await Scheduler().RunAsync("daily"); // as another process would
        Assert.Equal("ingest train train", Ran);

        _rows = "b";
        _time.Advance(TimeSpan.FromHours(1));
        await scheduler.RunAsync("daily");
        Assert.Equal("ingest train train ingest train", Ran);
    }

    [Fact]
    public async Task RunAsync_SameRows_TakesThemAnewAndRemembersTheRest()
    {
        PipelineScheduler scheduler = Scheduler();
        await scheduler.RunAsync("daily");
        _time.Advance(TimeSpan.FromHours(1));
        PipelineResult again = await scheduler.RunAsync("daily");
        Assert.Equal("ingest train ingest", Ran);
        Assert.Equal(1, again.Ran);
    }

    [Fact]
    public async Task RunDueAsync_BeforeItsTime_DoesNothingAndAtItsTimeRunsOnce()
    {
        PipelineScheduler scheduler = Scheduler(new PipelineSchedule("0 3 * * *"));
        Assert.Null(await scheduler.RunDueAsync("daily"));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero), scheduler.Next("daily"));

        _time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero));
        Assert.NotNull(await scheduler.RunDueAsync("daily"));
        Assert.Null(await scheduler.RunDueAsync("daily"));
        Assert.Equal("ingest train", Ran);
        Assert.Empty(_log.All);
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce, 1, "One run stands for all of them.")]
    [InlineData(MissedRuns.Skip, 0, "None of them is run.")]
    [InlineData(MissedRuns.RunAll, 5, "Each is run.")]
    public async Task RunDueAsync_HostWasDownForDays_RunsAsChosenAndTellsHowMany(MissedRuns missed, int runs, string told)
    {
        var schedule = new PipelineSchedule("0 3 * * *", missed: missed);
        _time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 2, 59, 0, TimeSpan.Zero));
        PipelineScheduler before = Scheduler(schedule);
        _time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero));
        await before.RunDueAsync("daily");
        _ran.Clear();

        _time.SetUtcNow(new DateTimeOffset(2026, 3, 7, 8, 0, 0, TimeSpan.Zero));
        PipelineScheduler after = Scheduler(schedule);
        while (await after.RunDueAsync("daily") is not null)
        {
        }

        Assert.Equal(runs, _ran.Count(r => r == "ingest"));
        Assert.Contains(_log.Texts, l => l.StartsWith("5 scheduled runs of pipeline daily were missed", StringComparison.Ordinal) && l.EndsWith(told, StringComparison.Ordinal));
        Assert.Null(await after.RunDueAsync("daily"));
        await Scheduler(schedule).RunDueAsync("daily"); // another process does not tell of them again
        Assert.Single(_log.Texts, l => l.Contains("were missed", StringComparison.Ordinal));
        CatalogEvent happened = Assert.Single(await _store.Catalog.Events.ListAsync(new EventQuery { Subject = "daily" }));
        Assert.Equal(EventKinds.PipelineMissed, happened.Kind);
        Assert.Equal(
            new PipelineRunsMissed(5, new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 7, 8, 0, 0, TimeSpan.Zero), missed.ToString()),
            happened.Read<PipelineRunsMissed>());
        Assert.Equal($"5 scheduled runs were missed after 2026-03-02 03:00:00 UTC. {told}", happened.Message);
    }

    [Fact]
    public async Task RunAsync_StepFailed_IsAnEventThatNamesRunAndStep()
    {
        PipelineScheduler scheduler = Scheduler();
        _fault = "ingest";
        PipelineFailedException thrown = await Assert.ThrowsAsync<PipelineFailedException>(() => scheduler.RunAsync("daily"));
        CatalogEvent happened = Assert.Single(await _store.Catalog.Events.ListAsync(new EventQuery { Kind = EventKinds.PipelineFailed }));
        Assert.Equal(("daily", thrown.Message), (happened.Subject, happened.Message));
        PipelineRunFailed failed = happened.Read<PipelineRunFailed>();
        Assert.Equal(_time.GetUtcNow(), failed.Occurrence);
        Assert.Equal(["ingest"], failed.Steps);
        Assert.Equal(["train"], failed.NotRun);
    }

    [Fact]
    public async Task RunDueAsync_RunWasInterrupted_GoesOnWithThatRunFirst()
    {
        var schedule = new PipelineSchedule("0 3 * * *");
        PipelineScheduler before = Scheduler(schedule);
        _time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 3, 0, 0, TimeSpan.Zero));
        using var stop = new CancellationTokenSource();
        _onStep = step =>
        {
            if (step == "train")
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => before.RunDueAsync("daily", stop.Token));
        _onStep = null;

        _time.Advance(TimeSpan.FromMinutes(30));
        PipelineResult? result = await Scheduler(schedule).RunDueAsync("daily");

        Assert.Equal("ingest train", Ran);
        Assert.Equal([StepState.Remembered, StepState.Succeeded], result!.Outcomes.Select(o => o.State));
        Assert.Contains(_log.Texts, l => l.Contains("was interrupted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_AnotherProcessRunsIt_WaitsForItsEnd()
    {
        var began = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _onStep = step =>
        {
            if (step == "train" && began.TrySetResult())
            {
                go.Task.Wait(s_patience);
            }
        };
        Task<PipelineResult> first = Scheduler(time: TimeProvider.System).RunAsync("daily");
        await began.Task.WaitAsync(s_patience);
        Task<PipelineResult> second = Scheduler(time: TimeProvider.System).RunAsync("daily");
        await Until.HoldsAsync(() => _log.Texts.Any(l => l.Contains("this waits for it", StringComparison.Ordinal)));
        Assert.Equal("ingest", Ran); // nothing of the second has begun

        go.SetResult();
        await first.WaitAsync(s_patience);
        Assert.Equal(1, (await second.WaitAsync(s_patience)).Ran);
    }

    [Fact]
    public void Schedule_ClocksAreMoved_RunsOnceOnBothDays()
    {
        TimeZoneInfo berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var schedule = new PipelineSchedule("30 2 * * *", berlin);

        // 2:30 does not exist on 29 March; on 25 October it comes twice.
        DateTimeOffset spring = schedule.Next(new DateTimeOffset(2026, 3, 28, 12, 0, 0, TimeSpan.Zero))!.Value;
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 0, 0, TimeSpan.Zero), spring.ToUniversalTime());
        DateTimeOffset autumn = schedule.Next(new DateTimeOffset(2026, 10, 24, 12, 0, 0, TimeSpan.Zero))!.Value;
        Assert.Equal(new DateTimeOffset(2026, 10, 26, 1, 30, 0, TimeSpan.Zero), schedule.Next(autumn)!.Value.ToUniversalTime());
    }

    [Theory]
    [InlineData("every night", "is no cron expression")]
    [InlineData("0 0 30 2 *", "never comes")]
    public void Schedule_NoTimeEver_IsRefused(string cron, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => new PipelineSchedule(cron)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task RunDueAsync_SecondsForAYear_IsDecidedAtOnce()
    {
        var schedule = new PipelineSchedule("* * * * * *");
        await Scheduler(schedule).RunAsync("daily");
        _time.Advance(TimeSpan.FromDays(365));
        Assert.NotNull(await Scheduler(schedule).RunDueAsync("daily"));
        Assert.Contains(_log.Texts, l => l.StartsWith("10000 ", StringComparison.Ordinal) || l.StartsWith("9999 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_UnknownPipeline_ListsThem() =>
        Assert.Contains("Pipelines: daily", (await Assert.ThrowsAsync<ArgumentException>(() => Scheduler().RunAsync("dayly"))).Message, StringComparison.Ordinal);

    private PipelineScheduler Scheduler(PipelineSchedule? schedule = null, TimeProvider? time = null)
    {
        var options = new PipelineRunnerOptions { Poll = TimeSpan.FromMilliseconds(5) };
        var daily = new Pipeline("daily");
        Step<string> rows = daily.Step("ingest", "1", (c, _) => Do(c, _rows), StepOptions.EveryRun);
        daily.Step("train", "1", rows, (c, r, _) => Do(c, r + r));
        time ??= _time;
        return new PipelineScheduler(
            [new ScheduledPipeline(daily, schedule)], new PipelineRunner(_store.Ledger, options, _store.Artifacts, time), _store.Ledger, options, time, _log, _store.Catalog.Events);
    }

    private Task<string> Do(StepContext context, string result)
    {
        _onStep?.Invoke(context.Step);
        _ran.Enqueue(context.Step);
        return _fault == context.Step ? throw new InvalidDataException("not today") : Task.FromResult(result);
    }
}
