using System.Diagnostics;
using System.Threading.Channels;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;

namespace AiInfra.Data.Ingestion;

/// <summary>One run of an ingestion. Reading and checking go on while the batch before is written; a slow writer makes the reader wait.</summary>
internal sealed class IngestionRun : IAsyncDisposable
{
    private readonly IngestionPipeline _ingestion;
    private readonly DatasetRepository _datasets;
    private readonly IProgress<IngestionProgress>? _progress;
    private readonly RowCounts _counts = new();
    private readonly IngestionLimits _limits;
    private readonly QuarantineFile _quarantine;
    private readonly IngestionRecord _record;
    private readonly IngestionNotes _notes;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _told;
    private ArtifactDigest? _kept;

    public IngestionRun(IngestionPipeline ingestion, DatasetRepository datasets, IProgress<IngestionProgress>? progress)
    {
        _ingestion = ingestion;
        _datasets = datasets;
        _progress = progress;
        _notes = new IngestionNotes(ingestion.Source.Name, ingestion.Options.Strict);
        _limits = new IngestionLimits(ingestion, _counts);
        _quarantine = new QuarantineFile(ingestion.Options.TemporaryFolder);
        _record = new IngestionRecord(datasets);
    }

    public async Task<IngestionResult> RunAsync(CancellationToken cancellationToken)
    {
        await _record.StartAsync(_ingestion, cancellationToken).ConfigureAwait(false);
        Dataset dataset;
        try
        {
            dataset = await WriteAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // The run must not stay "running" whatever happened; the error itself goes on to the caller.
            if (await FailAsync(e).ConfigureAwait(false) is { } told)
            {
                throw told;
            }

            throw;
        }

        IngestionReport report = Report(dataset.Commit.Id);
        await FinishAsync(report).ConfigureAwait(false);
        _progress?.Report(Progress());
        return new IngestionResult(dataset, report);
    }

    public ValueTask DisposeAsync() => _quarantine.DisposeAsync();

    private async Task<Dataset> WriteAsync(CancellationToken cancellationToken)
    {
        DatasetWriteOptions options = _ingestion.Write();
        options.RunId ??= _record.RunId;
        options.TemporaryFolder ??= _ingestion.Options.TemporaryFolder;
        options.AsksMode = !options.SaysMode;
        options.Inputs = [.. options.Inputs, LineageNode.Source(_ingestion.Source.Name)];
        SourceReading reading = await SourceReading.BeginAsync(_ingestion, _datasets, options.Branch, cancellationToken).ConfigureAwait(false);
        DatasetWriter? writer = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<RowBatch>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(() => ProduceAsync(reading, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (RowBatch batch in channel.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                writer ??= _datasets.CreateWriter(_ingestion.Dataset, batch.Schema, options);
                await writer.AppendAsync(batch, stop.Token).ConfigureAwait(false);
                _counts.Written = writer.Rows;
                Tell();
            }

            await producer.ConfigureAwait(false);
            _limits.CheckAtEnd();
            if (writer is null && reading.Head is null)
            {
                throw new IngestionException($"No row of {_ingestion.Source.Name} is left to write: {_counts.Describe()}. The dataset is unchanged.");
            }

            // First what was put aside: where it cannot be kept, there is no commit that lost it.
            await KeepQuarantineAsync(cancellationToken).ConfigureAwait(false);
            return await CommitAsync(reading, writer, options, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (writer is not null)
            {
                await writer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<Dataset> CommitAsync(SourceReading reading, DatasetWriter? writer, DatasetWriteOptions options, CancellationToken cancellationToken)
    {
        options.Metadata = _notes.With(options.Metadata);
        options.Position = reading.Position;
        if (writer is null)
        {
            if (reading.HasMoved)
            {
                return await _datasets.MoveAsync(reading.Head!, options, cancellationToken).ConfigureAwait(false);
            }

            _notes.Add([new IngestionNote(IngestionNoteKind.Dataset, $"nothing new came since the last run; dataset '{_ingestion.Dataset}' is as it was")]);
            return reading.Head!;
        }

        Dataset dataset = await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
        if (writer.Repeated)
        {
            _counts.Repeated = writer.Rows;
            _notes.Add([new IngestionNote(IngestionNoteKind.Dataset, $"dataset '{_ingestion.Dataset}' holds these rows already, from an earlier run of the same source; they were not appended again") { Count = writer.Rows }]);
        }

        return dataset;
    }

    /// <summary>Reads, runs the steps, counts; passes on what is left. An error goes to the consumer through the channel.</summary>
    private async Task ProduceAsync(SourceReading reading, ChannelWriter<RowBatch> to, CancellationToken cancellationToken)
    {
        try
        {
            var steps = new StepChain(_ingestion.Steps, _ingestion.Source.Name, _datasets.Time, reading.Continues);
            await using (steps.ConfigureAwait(false))
            {
                _counts.Follow(steps.Contexts);
                _notes.Add(reading.Note() is { } note ? [note] : []);
                await foreach (SourceBatch batch in reading.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    _counts.Add(batch);
                    _notes.Add(batch.Notes);
                    await QuarantineAsync(batch.Rejected, cancellationToken).ConfigureAwait(false);
                    RowBatch rows = batch.Rows.Count > 0 ? await steps.ApplyAsync(batch.Rows, cancellationToken).ConfigureAwait(false) : batch.Rows;
                    await PassAsync(steps, rows, to, cancellationToken).ConfigureAwait(false);
                    reading.Passed(batch);
                }

                await foreach (RowBatch rest in steps.EndAsync(cancellationToken).ConfigureAwait(false))
                {
                    await PassAsync(steps, rest, to, cancellationToken).ConfigureAwait(false);
                }

                await PassAsync(steps, null, to, cancellationToken).ConfigureAwait(false);
                reading.RequirePosition();
            }

            to.Complete();
        }
        catch (Exception e)
        {
            to.Complete(e);
            throw;
        }
    }

    /// <summary>Keeps what the steps told, and passes on what they left.</summary>
    private async Task PassAsync(StepChain steps, RowBatch? rows, ChannelWriter<RowBatch> to, CancellationToken cancellationToken)
    {
        foreach (IngestionStepContext step in steps.Contexts)
        {
            _notes.Add(step.TakeNotes());
            await QuarantineAsync(step.TakeRejected(), cancellationToken).ConfigureAwait(false);
        }

        _counts.Publish();
        _limits.CheckUnderWay();
        if (rows is { Count: > 0 })
        {
            await to.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task QuarantineAsync(IReadOnlyList<RejectedRow> rows, CancellationToken cancellationToken)
    {
        foreach (RejectedRow row in rows)
        {
            await _quarantine.AddAsync(row, cancellationToken).ConfigureAwait(false);
            _counts.Add(row);
        }
    }

    private async Task KeepQuarantineAsync(CancellationToken cancellationToken)
    {
        string? copy = _ingestion.Options.QuarantineFolder is { } folder ? Path.Combine(folder, $"{_ingestion.Name}-quarantine.jsonl") : null;
        _kept ??= await _quarantine.StoreAsync(_datasets.Artifacts, copy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps what can be kept of a run that failed: what was put aside, the counts, the reason.</summary>
    /// <returns>The error to throw instead; null where the one that came says everything.</returns>
    private async Task<IngestionException?> FailAsync(Exception e)
    {
        bool cancelled = e is OperationCanceledException;
        string message = e.Message;
        try
        {
            await KeepQuarantineAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception unkept) when (unkept is IngestionException or StoreException or IOException)
        {
            message = unkept.Message == message ? message : $"{message} {unkept.Message}";
        }

        IngestionReport report = Report(null);
        try
        {
            await _record.EndAsync(report, cancelled ? RunStatus.Cancelled : RunStatus.Failed, cancelled ? null : message).ConfigureAwait(false);
        }
        catch (Exception unrecorded) when (unrecorded is StoreException or IOException)
        {
            message = $"{message} Run {_record.RunId} could not be marked as ended: {unrecorded.Message}";
        }

        return e switch
        {
            IngestionException { Report: null } bad => new IngestionException(message, bad.InnerException ?? bad) { Report = report },
            _ when message != e.Message => new IngestionException(message, e) { Report = report },
            _ => null,
        };
    }

    /// <summary>The commit is made: nothing may say that it is not.</summary>
    private async Task FinishAsync(IngestionReport report)
    {
        try
        {
            await _record.EndAsync(report, RunStatus.Finished, null).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException or IOException)
        {
            throw new IngestionException($"Dataset '{_ingestion.Dataset}' has commit {report.CommitId}, but run {_record.RunId} could not be marked as finished: {e.Message}", e) { Report = report };
        }
    }

    private IngestionReport Report(string? commitId) => new()
    {
        Name = _ingestion.Name,
        Source = _ingestion.Source.Name,
        RunId = _record.RunId,
        Read = _counts.Read,
        Outcomes = _counts.Outcomes(commitId is null ? 0 : _counts.Written - _counts.Repeated),
        Details = _counts.Details(),
        Changes = _counts.Changes,
        CoercedCells = _counts.Coerced,
        Notes = _notes.ToArray(),
        Examples = _counts.Examples,
        Expectations = _counts.Expectations,
        Quarantine = _kept,
        CommitId = commitId,
        Elapsed = Stopwatch.GetElapsedTime(_started),
    };

    private void Tell()
    {
        long now = Stopwatch.GetTimestamp();
        if (_progress is not null && Stopwatch.GetElapsedTime(_told, now) >= TimeSpan.FromMilliseconds(100))
        {
            _told = now;
            _progress.Report(Progress());
        }
    }

    private IngestionProgress Progress() => new(
        _counts.Read, _counts.Outcomes(_counts.Written), _counts.Bytes, _ingestion.Source.Length, Stopwatch.GetElapsedTime(_started));
}
