using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Predictions;
using AiInfra.Learning;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Loop;
using AiInfra.Training.Models;
using Microsoft.Extensions.DependencyInjection;

namespace AiInfra.Tests.Telemetry;

/// <summary>The long work of every package is heard by who listens to its source and meter.</summary>
public sealed class SpansTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _own = Guid.NewGuid().ToString("N");
    private readonly ConcurrentBag<Activity> _spans = [];
    private readonly ConcurrentBag<string> _measured = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters;

    public SpansTests()
    {
        // Sources belong to the process: what neighbours do is told apart by the name of the work.
        _activities = new ActivityListener { ShouldListenTo = s => s.Name.StartsWith("AiInfra", StringComparison.Ordinal), Sample = (ref _) => ActivitySamplingResult.AllData, ActivityStopped = Stopped };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener { InstrumentPublished = (i, l) => { if (i.Meter.Name.StartsWith("AiInfra", StringComparison.Ordinal)) { l.EnableMeasurementEvents(i); } } };
        _meters.SetMeasurementEventCallback<double>((i, _, tags, _) => Measured(i.Name, null, tags));
        _meters.SetMeasurementEventCallback<long>((i, v, tags, _) => Measured(i.Name, v, tags));
        _meters.Start();
    }

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Ingestion_ItsSpanAndRows_AreHeard()
    {
        using AiInfraStore store = AiInfraStore.Open(_folder);
        string file = Path.Combine(_folder, "rows.csv");
        await File.WriteAllTextAsync(file, "n\n1\n2\n2\n");
        await new IngestionBuilder<Number>(_own).Csv(file).Deduplicate().Build().RunAsync(new DatasetRepository(store.Catalog, store.Artifacts));

        Assert.Equal($"ingest {_own}", Assert.Single(_spans).DisplayName);
        Assert.Contains($"aiinfra.ingestion.rows=2 aiinfra.ingestion.name={_own},aiinfra.ingestion.outcome=written", _measured);
        Assert.Contains($"aiinfra.ingestion.rows=1 aiinfra.ingestion.name={_own},aiinfra.ingestion.outcome=duplicate", _measured);
        Assert.Contains($"aiinfra.ingestion.duration aiinfra.ingestion.name={_own}", _measured);
    }

    [Fact]
    public async Task Ingestion_ThatFails_HasAnErrorSpan()
    {
        using AiInfraStore store = AiInfraStore.Open(_folder);
        IngestionPipeline ingestion = new IngestionBuilder<Number>(_own).Csv(Path.Combine(_folder, "absent.csv")).Build();
        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => ingestion.RunAsync(new DatasetRepository(store.Catalog, store.Artifacts)));

        Activity span = Assert.Single(_spans);
        Assert.Equal((ActivityStatusCode.Error, e.GetType().FullName), (span.Status, span.GetTagItem("error.type")));
    }

    [Fact]
    public async Task Training_ItsSpanAndSteps_AreHeard()
    {
        var schema = new RowSchema([new("x", ValueKind.Number), new("y", ValueKind.Text)]);
        Row[] rows = [.. Enumerable.Range(0, 100).Select(i => new Row(schema, [(i * 37 % 100) + 0.5, i * 37 % 100 > 50 ? "b" : "a"]))];
        using TabularModel model = await new TabularTrainer(new TabularOptions { Epochs = 2, Tracking = new TrackingOptions { Experiment = _own } }).FitAsync(rows, "y", ModelTask.Classification);

        Assert.Equal($"train {_own}", Assert.Single(_spans).DisplayName);
        Assert.Contains($"aiinfra.training.steps={model.Training!.Steps} aiinfra.training.experiment={_own}", _measured);
    }

    [Fact]
    public void Evaluation_ItsSpanAndVerdict_AreHeard()
    {
        var evaluator = new Evaluator(new EvaluationBuilder(_own).Accuracy().Gate(g => g.AtLeast("accuracy", 0.1)).Build());
        evaluator.Run(PredictionSet.OfScores(ClassLabels.Binary, [0, 1, 1, 0], [0.1, 0.9, 0.8, 0.2]));

        Activity span = Assert.Single(_spans);
        Assert.Equal(($"evaluate {_own}", "Pass"), (span.DisplayName, span.GetTagItem("aiinfra.gate.verdict")));
        Assert.Contains($"aiinfra.evaluation.rows=4 aiinfra.evaluation.name={_own}", _measured);
    }

    [Fact]
    public async Task Pipeline_StepsAreWithinIt_AndAFailedOneSaysSo()
    {
        using AiInfraStore store = AiInfraStore.Open(_folder);
        var pipeline = new Pipeline(_own);
        pipeline.Step("good-" + _own, "1", (_, _) => Task.FromResult(1));
        pipeline.Step<int>("bad-" + _own, "1", (_, _) => throw new InvalidDataException("no"), new StepOptions { Retry = new StepRetry { MaxAttempts = 1 } });
        await Assert.ThrowsAsync<PipelineFailedException>(() => new PipelineRunner(store.Ledger).RunAsync(pipeline));

        Activity run = Assert.Single(_spans, s => s.DisplayName == $"run {_own}");
        Activity[] steps = [.. _spans.Where(s => s.DisplayName.StartsWith("step ", StringComparison.Ordinal)).OrderBy(s => s.DisplayName, StringComparer.Ordinal)];
        Assert.Equal([$"step bad-{_own}", $"step good-{_own}"], steps.Select(s => s.DisplayName));
        Assert.All(steps, s => Assert.Equal(run.SpanId, s.ParentSpanId));
        Assert.Equal(("failed", "System.IO.InvalidDataException"), (steps[0].GetTagItem("aiinfra.pipeline.step.state"), steps[0].GetTagItem("error.type")));
        Assert.Equal(("succeeded", ActivityStatusCode.Unset), (steps[1].GetTagItem("aiinfra.pipeline.step.state"), steps[1].Status));
        Assert.Equal(ActivityStatusCode.Error, run.Status);
    }

    [Fact]
    public async Task Retraining_ItsSpanAndEvents_AreHeard()
    {
        await LearningTelemetry.RetrainAsync(_own, LearningReason.Volume, () => Task.FromResult(true));
        LearningTelemetry.Happened(_own, LearningEventKind.Promotion);

        Assert.Equal($"retrain {_own}", Assert.Single(_spans).DisplayName);
        Assert.Contains($"aiinfra.retraining.duration aiinfra.deployment.name={_own},aiinfra.retraining.reason=volume,aiinfra.retraining.promoted=True", _measured);
        Assert.Contains($"aiinfra.learning.events=1 aiinfra.deployment.name={_own},aiinfra.learning.event=promotion", _measured);
    }

    private void Stopped(Activity activity)
    {
        if (activity.DisplayName.Contains(_own, StringComparison.Ordinal))
        {
            _spans.Add(activity);
        }
    }

    private void Measured(string name, long? value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string text = $"{name}{(value is null ? "" : $"={value}")} {string.Join(",", tags.ToArray().Select(t => $"{t.Key}={t.Value}"))}";
        if (text.Contains(_own, StringComparison.Ordinal))
        {
            _measured.Add(text);
        }
    }

    private sealed record Number(double N);
}
