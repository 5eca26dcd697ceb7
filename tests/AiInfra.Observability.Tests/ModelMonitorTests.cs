using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Core.Sketches;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Monitoring;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Tests;

public sealed class ModelMonitorTests
{
    [Fact]
    public void Inline_QualityFalls_RaisesTheAlarmBeforePublishReturns()
    {
        var (hub, monitor, heard) = Start();
        int? raisedAt = null;
        Stream(hub, 6000, delay: 100, right: i => i % 10 != 0 && (i < 3000 || i % 2 == 0), each: i => raisedAt ??= heard.Alarms.Count > 0 ? i : null);
        Alarm alarm = heard.Alarms[0];
        Assert.Equal((Alarm.Quality, AlarmState.Raised, 1), (alarm.Kind, alarm.State, alarm.Version));
        Assert.InRange(raisedAt!.Value, 3000, 3500);
        Assert.True(monitor.Status.QualityAlarm);
    }

    [Fact]
    public void Inline_InputsDrift_RaisesTheDriftAlarmOnly()
    {
        var (hub, _, heard) = Start();
        var random = new Random(5);
        Stream(hub, 6000, delay: 10, right: i => i % 10 != 0, inputs: i => new Row(Make.Inputs, [random.NextDouble() + (i < 3000 ? 0 : 0.5), "a"]));
        Assert.Equal([Alarm.Drift], heard.Alarms.Where(a => a.State == AlarmState.Raised).Select(a => a.Kind));
        Assert.InRange(heard.Alarms[0].Position, 3000, 4200);
        Assert.Contains("x (ks", heard.Alarms[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnVersionChanged_StartsAnewAndClearsAlarms()
    {
        var (hub, monitor, heard) = Start();
        Stream(hub, 6000, delay: 1, right: i => i < 3000);
        Assert.True(monitor.Status.QualityAlarm);
        monitor.OnVersionChanged(2);
        MonitorStatus status = monitor.Status;
        Assert.Equal((AlarmState.Cleared, 1, "Version 2 answers now."), (heard.Alarms[^1].State, heard.Alarms[^1].Version, heard.Alarms[^1].Message));
        Assert.Equal((2, false, false), (status.Version, status.QualityAlarm, status.DriftAlarm));
        Assert.Null(status.Drift);
        Assert.DoesNotContain(status.Quality, q => q.Version == 2);
    }

    [Fact]
    public void OnPrediction_OtherVersionAnswersForLong_IsSeenAsPromotion()
    {
        var (hub, monitor, _) = Start(o => o.SwitchAfter = 20);
        Stream(hub, 100, delay: 1, right: _ => true);
        for (int i = 0; i < 19; i++)
        {
            hub.Publish(Make.Prediction(1000 + i, version: 2));
        }

        Assert.Equal(1, monitor.Status.Version);
        hub.Publish(Make.Prediction(2000, version: 2));
        Assert.Equal(2, monitor.Status.Version);
    }

    [Fact]
    public void OnPrediction_StragglersOfTheVersionBefore_ChangeNothing()
    {
        var (hub, monitor, _) = Start();
        Stream(hub, 100, delay: 1, right: _ => true);
        monitor.OnVersionChanged(2);
        hub.Publish(Make.Prediction(1000, version: 2));
        hub.Publish(Make.Prediction(1001, version: 1));
        hub.Publish(Make.Prediction(1002, version: 2));
        Assert.Equal(2, monitor.Status.Version);
    }

    [Fact]
    public void Feedback_ChampionAndShadow_AreJudgedApart()
    {
        var (hub, monitor, _) = Start();
        for (int i = 0; i < 1000; i++)
        {
            hub.Publish(Make.Prediction(i, outputs: Make.Answer("yes")));
            hub.Publish(Make.Prediction(i, outputs: Make.Answer("no"), version: 2, role: PredictionRole.Shadow));
            hub.Publish(Make.Feedback(i, "yes"));
        }

        MonitorStatus status = monitor.Status;
        Assert.Equal((1000, 1000, 2000), (status.Predictions, status.Shadows, status.Labelled));
        Assert.Equal(1, status.Quality.Single(q => q.Role == PredictionRole.Champion).Latest!.Value);
        Assert.Equal(0, status.Quality.Single(q => q.Role == PredictionRole.Shadow).Latest!.Value);
        Assert.False(status.QualityAlarm);
    }

    [Fact]
    public void Feedback_NeverComes_MemoryIsBoundedAndCounted()
    {
        var (hub, monitor, _) = Start(o => o.PendingLabels = 100);
        Stream(hub, 1000, delay: int.MaxValue, right: _ => true);
        Assert.Equal((100, 900L, 0L), (monitor.Status.Pending, monitor.Status.Evicted, monitor.Status.Labelled));
    }

    [Fact]
    public void Feedback_InAnyOrder_GivesTheSameQuality()
    {
        double[] rates = [.. new[] { 1, 7, 500 }.Select(block =>
        {
            var (hub, monitor, _) = Start();
            foreach (int[] ids in Enumerable.Range(0, 2000).Chunk(block))
            {
                foreach (int id in ids)
                {
                    hub.Publish(Make.Prediction(id));
                }

                foreach (int id in ids.Reverse())
                {
                    hub.Publish(Make.Feedback(id, id % 5 == 0 ? "no" : "yes"));
                }
            }

            return monitor.Status.Quality.Single().Latest!.Overall;
        })];
        Assert.All(rates, r => Assert.Equal(0.8, r, 12));
    }

    [Fact]
    public void SetReference_NoneGiven_LearnsItFromTheFirstInputs()
    {
        var (hub, monitor, heard) = Start(reference: false);
        var random = new Random(6);
        Stream(hub, 5000, delay: 1, right: _ => true, inputs: i => new Row(Make.Inputs, [random.NextDouble() + (i < 2500 ? 0 : 1), "a"]));
        Assert.Contains(heard.Alarms, a => a.Kind == Alarm.Drift && a.State == AlarmState.Raised);
        Assert.True(monitor.Status.Drift!.Drifted);
    }

    [Fact]
    public void Sink_Throws_OthersStillHearAndItIsCounted()
    {
        var (hub, monitor, heard) = Start();
        using IDisposable bad = monitor.Subscribe(new Throwing());
        using IDisposable late = monitor.Subscribe(heard);
        Stream(hub, 200, delay: 1, right: _ => true);
        Assert.Equal(0, hub.Faults);
        Assert.Equal(3, monitor.Status.Faults);
        Assert.Equal(6, heard.Quality.Count);
    }

    [Fact]
    public async Task Background_SameStreamAsInline_GivesTheSameAlarms()
    {
        async Task<List<Alarm>> Run(bool inline)
        {
            var (hub, monitor, heard) = Start(o =>
            {
                o.Inline = inline;
                o.WhenFull = WhenFull.Wait;
            });
            await using ModelMonitor disposed = monitor;
            var random = new Random(7);
            Stream(hub, 8000, delay: 50, right: i => random.NextDouble() < (i < 4000 ? 0.9 : 0.5), inputs: i => new Row(Make.Inputs, [random.NextDouble() + (i < 5000 ? 0 : 0.4), "a"]));
            await monitor.FlushAsync();
            return heard.Alarms;
        }

        List<Alarm> inline = await Run(true);
        Assert.Equal(2, inline.Count(a => a.State == AlarmState.Raised));
        Assert.Equal(inline, await Run(false));
    }

    [Fact]
    public async Task Background_NewVersion_FetchesItsReference()
    {
        var source = new Source();
        await using var monitor = new ModelMonitor("d", new() { WhenFull = WhenFull.Wait }, source);
        for (int i = 0; i < 3000; i++)
        {
            monitor.OnSignal(Make.Prediction(i, new Row(Make.Inputs, [5.0, "a"])));
        }

        await monitor.FlushAsync();
        Assert.Equal(["m/1"], source.Asked);
        Assert.True(monitor.Status.DriftAlarm);
    }

    [Theory]
    [InlineData(PredictionRole.Canary, true)]
    [InlineData(PredictionRole.Shadow, true)]
    [InlineData(PredictionRole.Shadow, false)]
    [InlineData(PredictionRole.Champion, false)]
    public async Task Background_EveryRole_IsJudgedByTheBaselineOfItsVersion(PredictionRole role, bool drift)
    {
        await using var monitor = new ModelMonitor("d", new() { WhenFull = WhenFull.Wait, Drift = drift ? new() : null }, new Baselines());
        for (int i = 0; i < 50; i++)
        {
            monitor.OnSignal(Make.Prediction(i));
            monitor.OnFeedback(Make.Feedback(i));
            monitor.OnSignal(Make.Prediction(role == PredictionRole.Shadow ? i : 1000 + i, version: 2, role: role));
            monitor.OnFeedback(Make.Feedback(1000 + i));
        }

        await monitor.FlushAsync();
        Assert.Equal(0.1, monitor.Status.Quality.Single(q => q.Version == 1).Baseline!.Loss, 12);
        Assert.Equal(0.4, monitor.Status.Quality.Single(q => q.Version == 2 && q.Role == role).Baseline!.Loss, 12);
    }

    [Fact]
    public void SetReference_AfterTheShadowsFirstLabels_StartsItsLaneAnew()
    {
        var monitor = new ModelMonitor("d", new() { Inline = true });
        for (int i = 0; i < 600; i++)
        {
            monitor.OnSignal(Make.Prediction(i));
            monitor.OnSignal(Make.Prediction(i, version: 2, role: PredictionRole.Shadow));
            monitor.OnFeedback(Make.Feedback(i));
        }

        monitor.SetReference(2, new MonitorReference(null, QualityBaseline.FromAccuracy(0.6, 1000)));
        monitor.OnSignal(Make.Prediction(700));
        monitor.OnSignal(Make.Prediction(700, version: 2, role: PredictionRole.Shadow));
        monitor.OnFeedback(Make.Feedback(700));
        Assert.Equal(0.4, monitor.Status.Quality.Single(q => q.Role == PredictionRole.Shadow).Baseline!.Loss, 12);
        Assert.Equal(601, monitor.Status.Quality.Single(q => q.Role == PredictionRole.Champion).Labelled);
    }

    [Fact]
    public void OnPrediction_OtherDeployment_IsPassedOver()
    {
        var (hub, monitor, _) = Start();
        hub.Publish(Make.Prediction(1, deployment: "other"));
        Assert.Equal(0, monitor.Status.Predictions);
    }

    [Fact]
    public void OnSignal_FailedRequests_AreCountedByVersionAndKindAndChangeNothingElse()
    {
        var (hub, monitor, _) = Start();
        hub.Publish(Make.Prediction(1));
        for (int i = 0; i < 30; i++)
        {
            hub.Publish(Make.Failure(100 + i, i % 3 == 0 ? "InferenceException" : "RequestTimeoutException", version: 2));
        }

        MonitorStatus status = monitor.Status;
        Assert.Equal((1, 1L, 30L, 1), (status.Version, status.Predictions, status.Failed, status.Pending));
        Assert.Equal([new FailureCount(2, "RequestTimeoutException", 20), new FailureCount(2, "InferenceException", 10)], status.Failures);
    }

    [Fact]
    public void OnSignal_KindsWithoutEnd_AreCountedAsOtherBeyondAHundred()
    {
        var (hub, monitor, _) = Start();
        for (int i = 0; i < 150; i++)
        {
            hub.Publish(Make.Failure(i, $"Kind{i}"));
        }

        Assert.Equal((150L, 101, 50L), (monitor.Status.Failed, monitor.Status.Failures.Count, monitor.Status.Failures[0].Count));
        Assert.Equal("other", monitor.Status.Failures[0].Kind);
    }

    [Fact]
    public void OnSignal_AnswersThatAreNoRows_AreCountedByTheirShapesAndFollowTheVersion()
    {
        var (hub, monitor, heard) = Start(o => o.SwitchAfter = 5);
        for (int i = 0; i < 30; i++)
        {
            hub.Publish(Make.Boxes(i, count: i % 3 == 0 ? 7 : 2, version: i < 20 ? 1 : 2));
        }

        MonitorStatus status = monitor.Status;
        Assert.Equal((2, 30L, 0L), (status.Version, status.Predictions, status.Faults));
        Assert.Equal(new ShapeCount(1, "image FP32[1,3,8,8] -> boxes FP32[2,4]", 13), status.Shapes[0]);
        Assert.Equal((4, 30L), (status.Shapes.Count, status.Shapes.Sum(s => s.Count)));
        Assert.Empty(heard.Alarms);
    }

    [Fact]
    public void Stationary_LongRun_RaisesNoMoreAlarmsThanStated()
    {
        int alarms = 0;
        for (int seed = 0; seed < 5; seed++)
        {
            var (hub, _, heard) = Start();
            var random = new Random(seed);
            Stream(hub, 20_000, delay: 100, right: _ => random.NextDouble() < 0.8, inputs: _ => new Row(Make.Inputs, [random.NextDouble(), "a"]));
            alarms += heard.Alarms.Count(a => a.State == AlarmState.Raised);
        }

        // 200 stretches of 500 labelled rows and 100 windows of inputs, each at most 1 %.
        Assert.InRange(alarms, 0, 3);
    }

    private static (SignalHub Hub, ModelMonitor Monitor, Heard Heard) Start(Action<MonitorOptions>? configure = null, bool reference = true)
    {
        var options = new MonitorOptions { Inline = true };
        configure?.Invoke(options);
        var heard = new Heard();
        var monitor = new ModelMonitor("d", options, sinks: [heard]);
        if (reference)
        {
            monitor.SetReference(1, new(Source.Training));
        }

        var hub = new SignalHub();
        hub.Subscribe(monitor);
        return (hub, monitor, heard);
    }

    private static void Stream(SignalHub hub, int rows, int delay, Func<int, bool> right, Func<int, Row>? inputs = null, Action<int>? each = null)
    {
        var random = new Random(11);
        for (int i = 0; i < rows; i++)
        {
            hub.Publish(Make.Prediction(i, inputs?.Invoke(i) ?? new Row(Make.Inputs, [random.NextDouble(), "a"])));
            if (i >= delay)
            {
                hub.Publish(Make.Feedback(i - delay, right(i - delay) ? "yes" : "no"));
            }

            each?.Invoke(i);
        }
    }

    private sealed class Source : IReferenceSource
    {
        public static TableSummary Training { get; } = Summarise();

        public List<string> Asked { get; } = [];

        public Task<MonitorReference?> FindAsync(string model, int version, CancellationToken cancellationToken = default)
        {
            Asked.Add($"{model}/{version}");
            return Task.FromResult<MonitorReference?>(new(Training));
        }

        private static TableSummary Summarise()
        {
            var random = new Random(12);
            return TableSketch.Summarize(Make.Inputs, Enumerable.Range(0, 10_000).Select(_ => new Row(Make.Inputs, [random.NextDouble(), "a"])));
        }
    }

    /// <summary>Version 1 was 90 % right in its evaluation, version 2 60 %.</summary>
    private sealed class Baselines : IReferenceSource
    {
        public Task<MonitorReference?> FindAsync(string model, int version, CancellationToken cancellationToken = default) =>
            Task.FromResult<MonitorReference?>(new MonitorReference(null, QualityBaseline.FromAccuracy(version == 1 ? 0.9 : 0.6, 1000)));
    }
}
