using System.Diagnostics;
using System.Runtime.ExceptionServices;
using AiInfra.Core.Catalog;
using AiInfra.Core.Pipelines;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Learning;
using AiInfra.Observability.Alerts;
using AiInfra.Observability.Drift;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Sqlite;

namespace ClosedLoop;

/// <summary>The whole loop over one stream: ingest the first part, train, deploy, then answer row by row while labels come late and the model keeps up.</summary>
internal sealed class StreamRun(RunOptions options, DataStream stream, AiInfraStore store, LiveView view) : IAlarmSink, ILearningSink
{
    public const string Deployment = "closed-loop";
    private const int FrozenChunk = 64;
    private readonly List<(int, LearningEvent)> _events = [];
    private readonly List<(int, Alarm)> _alarms = [];
    private readonly List<(int, DriftReport)> _drift = [];
    private readonly Quality _frozen = new(stream.Task);
    private readonly Quality _learning = new(stream.Task);
    private readonly Quality _noChange = new(stream.Task);
    private readonly Quality _trivial = new(stream.Task);
    private readonly List<double> _latencies = [];
    private int _row;
    private int _unreadable;
    private int _unlabelled;

    public void OnAlarm(Alarm alarm)
    {
        _alarms.Add((_row, alarm));
        view.Alarm(_row, alarm);
    }

    public void OnDrift(string deployment, int version, DriftReport report, long position) => _drift.Add((_row, report));

    public void OnLearning(LearningEvent happened)
    {
        _events.Add((_row, happened));
        view.Learning(_row, happened);
    }

    public async Task<StreamResult> RunAsync(CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        ServedLoop? served = null;
        try
        {
            (FirstModel first, List<Row> rows) = await FirstReleaseAsync(count => served = new ServedLoop(new LearningOptions { Target = stream.Target, Task = stream.Task, Seed = options.Seed }, count, store, this), cancellationToken);
            view.First(first);
            await StreamAsync(served!.Deployment, served.Signals, served.Loop, rows, first, cancellationToken);
            await served.FlushAsync(cancellationToken);
            await ExportAsync(served.Loop.Status.Champion!.Value, cancellationToken);
            return Result(first, served.Loop.Status, started);
        }
        finally
        {
            if (served is not null)
            {
                await served.DisposeAsync();
            }
        }
    }

    /// <summary>The first release, as a pipeline: rows come in, a model of them is trained, judged and promoted.</summary>
    private async Task<(FirstModel First, List<Row> Rows)> FirstReleaseAsync(Func<int, ServedLoop> serve, CancellationToken cancellationToken)
    {
        FirstModel? first = null;
        List<Row> rows = [];
        var pipeline = new Pipeline("first-release");
        Step<CommittedDataset> warmUp = pipeline.Step("ingest", "1", async (_, ct) => CommittedDataset.Of(await IngestAsync(ct)), StepOptions.EveryRun);
        pipeline.Step(
            "train, judge, promote",
            "1",
            warmUp,
            async (_, commit, ct) =>
            {
                Dataset dataset = await new DatasetRepository(store.Catalog, store.Artifacts).OpenCommitAsync(commit.CommitId, ct);
                rows = await dataset.ReadRowsAsync(cancellationToken: ct).ToListAsync(ct);
                ServedLoop served = serve(rows.Count);
                await served.Deployment.StartAsync(ct);
                first = await view.TrainingAsync(progress => served.Loop.StartAsync(rows, progress, ct));
                return first.Version.Version;
            },
            StepOptions.EveryRun);
        try
        {
            await new PipelineScheduler([new ScheduledPipeline(pipeline)], new PipelineRunner(store.Ledger, artifacts: store.Artifacts), store.Ledger).RunAsync(pipeline.Name, cancellationToken: cancellationToken);
        }
        catch (PipelineFailedException e) when (e.InnerException is { } reason)
        {
            ExceptionDispatchInfo.Throw(reason); // its words are for whoever started this
        }

        return (first!, rows);
    }

    private StreamResult Result(FirstModel first, LearningStatus status, long started)
    {
        _latencies.Sort();
        return new StreamResult
        {
            Stream = stream,
            First = first,
            Frozen = _frozen,
            Learning = _learning,
            NoChange = _noChange,
            Trivial = _trivial,
            Status = status,
            Events = _events,
            Alarms = _alarms,
            Drift = _drift,
            P50 = Percentile(0.5),
            P99 = Percentile(0.99),
            Unreadable = _unreadable,
            Unlabelled = _unlabelled,
            Elapsed = Stopwatch.GetElapsedTime(started),
        };
    }

    private async Task<Dataset> IngestAsync(CancellationToken cancellationToken)
    {
        IngestionResult ingested = await new IngestionBuilder<Row>("warm-up")
            .From(stream.Source)
            .Take(stream.WarmUpRows)
            .Where(row => DataStream.IsLabel(row[stream.Target]), "no label")
            .Configure(o => o.QuarantineFolder = options.Out)
            .ToDataset(configure: o => o.Message = $"First {stream.WarmUpRows} rows of {Path.GetFileName(stream.Path)}")
            .Replace()
            .Build()
            .RunAsync(new DatasetRepository(store.Catalog, store.Artifacts), cancellationToken: cancellationToken);
        view.Ingested(ingested.Report);
        return ingested.Dataset;
    }

    private async Task StreamAsync(Deployment deployment, SignalHub signals, LearningLoop loop, List<Row> warmUp, FirstModel first, CancellationToken cancellationToken)
    {
        string path = await store.Artifacts.GetFileAsync(first.Version.Files[ModelFiles.Onnx], cancellationToken);
        using OnnxRuntimeModel model = OnnxRuntimeModel.Load(path);
        using var frozen = new RowModel(model);
        RowSchema inputs = warmUp[0].Schema.Without(stream.Target);
        int target = warmUp[0].Schema.Require(stream.Target);
        string answer = stream.Task == ModelTask.Regression ? AnswerNames.Value : AnswerNames.Label;
        Value trivial = Trivial(warmUp, target);
        Value lastKnown = warmUp[^1][target];
        var waiting = new Queue<(string Id, Value Label)>();
        var chunk = new List<(Row Inputs, Value Label)>();

        await foreach (Row? whole in stream.AfterWarmUpAsync(cancellationToken))
        {
            if (whole is null)
            {
                _unreadable++;
                continue;
            }

            Value label = DataStream.IsLabel(whole[target]) ? whole[target] : Value.Missing;
            ReadOnlySpan<Value> values = whole.Values;
            var row = new Row(inputs, [.. values[..target], .. values[(target + 1)..]]);
            RowPrediction prediction = await deployment.PredictAsync(row, cancellationToken: cancellationToken);
            _latencies.Add(prediction.Latency.TotalMicroseconds);
            _learning.Add(prediction.Outputs[answer], label);
            _noChange.Add(lastKnown, label);
            _trivial.Add(trivial, label);
            _unlabelled += label.IsMissing ? 1 : 0;
            if (!label.IsMissing)
            {
                chunk.Add((row, label));
                waiting.Enqueue((prediction.Id, label));
            }

            _row++;
            if (chunk.Count == FrozenChunk)
            {
                Judge(frozen, chunk, answer);
            }

            while (waiting.Count > options.LabelDelay)
            {
                (string id, Value known) = waiting.Dequeue();
                lastKnown = known;
                signals.Publish(new Feedback(id, known, DateTimeOffset.UtcNow));
                await loop.RunDueAsync(cancellationToken: cancellationToken);
            }

            view.Row(_row + _unreadable, stream.Rows - stream.WarmUpRows, _frozen, _learning, loop.Status);
        }

        Judge(frozen, chunk, answer);
        view.Done();
        if (_row == 0)
        {
            throw new UsageException($"No row is left after the first {stream.WarmUpRows}: choose a smaller --warm-up.");
        }
    }

    private void Judge(RowModel frozen, List<(Row Inputs, Value Label)> chunk, string answer)
    {
        Row[] answers = frozen.Predict([.. chunk.Select(c => c.Inputs)]);
        for (int i = 0; i < answers.Length; i++)
        {
            _frozen.Add(answers[i][answer], chunk[i].Label);
        }

        chunk.Clear();
    }

    private Value Trivial(List<Row> rows, int target) => stream.Task == ModelTask.Regression
        ? rows.Average(r => r[target].AsNumber())
        : rows.GroupBy(r => r[target]).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.AsText(), StringComparer.Ordinal).First().Key;

    private async Task ExportAsync(int champion, CancellationToken cancellationToken)
    {
        ModelVersion version = (await store.Catalog.Models.FindAsync(Deployment, champion, cancellationToken))!;
        await using Stream from = await store.Artifacts.OpenAsync(version.Files[ModelFiles.Onnx], cancellationToken);
        await using FileStream to = File.Create(Path.Combine(options.Out, ModelFiles.Onnx));
        await from.CopyToAsync(to, cancellationToken);
    }

    private double Percentile(double share) => _latencies.Count == 0 ? double.NaN : _latencies[(int)Math.Min(_latencies.Count - 1, share * _latencies.Count)];
}
