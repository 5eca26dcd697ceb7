using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Quality;

namespace AiInfra.Data.Ingestion;

/// <summary>One run of an ingestion. Reading and checking go on while the batch before is written; a slow writer makes the reader wait.</summary>
internal sealed class IngestionRun : IAsyncDisposable
{
    private const int MinRowsForShare = 10_000;

    private readonly IngestionPipeline _ingestion;
    private readonly DatasetRepository _datasets;
    private readonly IProgress<IngestionProgress>? _progress;
    private readonly StageContext _context;
    private readonly QuarantineFile _quarantine;
    private readonly IngestionRecord _record;
    private readonly Dictionary<string, long> _reasons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _coerced = new(StringComparer.Ordinal);
    private readonly List<RejectedRow> _examples = [];
    private readonly IngestionNotes _notes;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _read;
    private long _written;
    private long _repeated;
    private long _bytes;
    private long _told;
    private ArtifactDigest? _kept;

    public IngestionRun(IngestionPipeline ingestion, DatasetRepository datasets, IProgress<IngestionProgress>? progress)
    {
        _ingestion = ingestion;
        _datasets = datasets;
        _progress = progress;
        _context = new StageContext(ingestion.Source.Name);
        _notes = new IngestionNotes(ingestion.Source.Name, ingestion.Options.Strict);
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
        DatasetWriter? writer = null;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<RowBatch>(new BoundedChannelOptions(2) { SingleReader = true, SingleWriter = true });
        Task producer = Task.Run(() => ProduceAsync(channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (RowBatch batch in channel.Reader.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                writer ??= _datasets.CreateWriter(_ingestion.Dataset, batch.Schema, options);
                await writer.AppendAsync(batch, stop.Token).ConfigureAwait(false);
                Interlocked.Exchange(ref _written, writer.Rows);
                Tell();
            }

            await producer.ConfigureAwait(false);
            CheckAtEnd();
            if (writer is null)
            {
                throw new IngestionException($"No row of {_ingestion.Source.Name} is left to write: {Describe()}. The dataset is unchanged.");
            }

            options.Metadata = _notes.With(options.Metadata);

            // First what was put aside: where it cannot be kept, there is no commit that lost it.
            await KeepQuarantineAsync(cancellationToken).ConfigureAwait(false);
            Dataset dataset = await writer.CommitAsync(cancellationToken).ConfigureAwait(false);
            if (writer.Repeated)
            {
                _repeated = writer.Rows;
                _notes.Add([new IngestionNote(IngestionNoteKind.Dataset, $"dataset '{_ingestion.Dataset}' holds these rows already, from an earlier run of the same source; they were not appended again") { Count = writer.Rows }]);
            }

            return dataset;
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

    /// <summary>Reads, runs the steps, counts; passes on what is left. An error goes to the consumer through the channel.</summary>
    private async Task ProduceAsync(ChannelWriter<RowBatch> to, CancellationToken cancellationToken)
    {
        try
        {
            Func<RowBatch, RowBatch>[] stages = [.. _ingestion.Stages.Select(s => s.Begin(_context))];
            await foreach (SourceBatch batch in _ingestion.Source.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                Interlocked.Add(ref _read, batch.Rows.Count + batch.Rejected.Count);
                Interlocked.Exchange(ref _bytes, batch.BytesRead);
                foreach ((string column, long cells) in batch.Coerced)
                {
                    _coerced[column] = _coerced.GetValueOrDefault(column) + cells;
                }

                _notes.Add(batch.Notes);
                _context.Rejected.AddRange(batch.Rejected);
                RowBatch rows = batch.Rows;
                foreach (Func<RowBatch, RowBatch> stage in stages)
                {
                    if (rows.Count > 0)
                    {
                        rows = stage(rows);
                    }
                }

                await QuarantineAsync(cancellationToken).ConfigureAwait(false);
                if (rows.Count > 0)
                {
                    await to.WriteAsync(rows, cancellationToken).ConfigureAwait(false);
                }
            }

            to.Complete();
        }
        catch (Exception e)
        {
            to.Complete(e);
            throw;
        }
    }

    private async Task QuarantineAsync(CancellationToken cancellationToken)
    {
        foreach (RejectedRow row in _context.Rejected)
        {
            _reasons[row.Reason] = _reasons.GetValueOrDefault(row.Reason) + 1;
            if (_examples.Count < 10)
            {
                _examples.Add(row);
            }

            await _quarantine.AddAsync(row, cancellationToken).ConfigureAwait(false);
        }

        _context.Rejected.Clear();
        CheckLimits(_read >= MinRowsForShare);
    }

    private void CheckLimits(bool share)
    {
        IngestionOptions options = _ingestion.Options;
        long bad = _quarantine.Rows;
        string? limit = bad > options.MaxBadRows ? $"{options.MaxBadRows:N0} rows (MaxBadRows)"
            : share && bad > options.MaxBadShare * _read ? string.Create(CultureInfo.InvariantCulture, $"{options.MaxBadShare:0.##%} of the rows (MaxBadShare)")
            : null;
        if (limit is not null)
        {
            throw new IngestionException($"Too many rows of {_ingestion.Source.Name} are bad: {bad:N0} of {_read:N0}, the limit is {limit}. {Describe()}. The dataset is unchanged.");
        }
    }

    private void CheckAtEnd()
    {
        CheckLimits(share: true);
        foreach (ExpectationResult result in Results())
        {
            if (!result.Holds)
            {
                throw new IngestionException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Expectation '{result.Name}' holds for {result.PassedShare:0.###%} of {result.Checked:N0} rows of {_ingestion.Source.Name}; at least {result.Mostly:0.###%} are asked for. The dataset is unchanged."));
            }
        }
    }

    private string Describe()
    {
        string reasons = _reasons.Count == 0 ? "none was bad" : "by reason: " + string.Join(", ", _reasons.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value:N0}"));
        string examples = _examples.Count == 0 ? "" : "; the first: " + string.Join(" | ", _examples.Take(3));
        return $"{_read:N0} read, {_context.Filtered:N0} filtered, {_context.Duplicates:N0} duplicates, {reasons}{examples}";
    }

    private ExpectationResult[] Results() =>
        [.. _context.Checks.Select(c => new ExpectationResult(c.Expectation.Name, c.Expectation.Column, c.Check.Checked, c.Check.Failed, c.Expectation.Mostly))];

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
        catch (IOException unkept)
        {
            message = unkept.Message == message ? message : $"{message} {unkept.Message}";
        }

        IngestionReport report = Report(null);
        try
        {
            await _record.EndAsync(report, cancelled ? RunStatus.Cancelled : RunStatus.Failed, cancelled ? null : message).ConfigureAwait(false);
        }
        catch (IOException unrecorded)
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
        catch (IOException e)
        {
            throw new IngestionException($"Dataset '{_ingestion.Dataset}' has commit {report.CommitId}, but run {_record.RunId} could not be marked as finished: {e.Message}", e) { Report = report };
        }
    }

    private IngestionReport Report(string? commitId) => new()
    {
        Name = _ingestion.Name,
        Source = _ingestion.Source.Name,
        RunId = _record.RunId,
        Read = _read,
        Written = commitId is null ? 0 : _written - _repeated,
        Quarantined = _quarantine.Rows,
        Filtered = _context.Filtered,
        Duplicates = _context.Duplicates + _repeated,
        Reasons = _reasons,
        FilteredBy = _context.FilteredBy,
        CoercedCells = _coerced,
        Notes = _notes.ToArray(),
        Examples = _examples,
        Expectations = Results(),
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
        Interlocked.Read(ref _read), Interlocked.Read(ref _written), _quarantine.Rows, _context.Filtered, _context.Duplicates,
        Interlocked.Read(ref _bytes), _ingestion.Source.Length, Stopwatch.GetElapsedTime(_started));
}
