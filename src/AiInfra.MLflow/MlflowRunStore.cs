using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.MLflow;

/// <summary>A run store that logs everything to an MLflow server as well. What is asked is asked of the store behind; nobody ever waits for the server or fails for it.</summary>
/// <remarks>
/// Calls to the server are made one after the other, in the order they came, by a task of its own; those that fail are made again until they succeed. They wait on disk, so that a process that is killed loses none: the next one sends them. Dispose it: for a bounded time it sends what waits, the rest stays for the next process.
/// A run is found on the server by its tag <c>aiinfra.run</c>. Metric points that are forgotten or runs that are deleted here stay there: MLflow's metrics only grow.
/// </remarks>
public sealed partial class MlflowRunStore : IRunStore, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromMinutes(1);
    private readonly IRunStore _runs;
    private readonly MlflowOptions _options;
    private readonly ILogger _logger;
    private readonly MlflowServer _server;
    private readonly UnsentQueue _queue;
    private readonly RunSender _sender;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _hurry = new();
    private readonly Task _pump;
    private long _sent;
    private long _refused;
    private volatile string? _lastError;
    private int _disposed;

    /// <summary>Logs to a server as well.</summary>
    /// <param name="runs">The store behind.</param>
    /// <param name="options">The server, and what becomes of what it does not take.</param>
    /// <param name="artifacts">Where the bytes of runs' files are; null uploads none.</param>
    /// <param name="logger">Where faults are told, once for each time the server goes away.</param>
    /// <param name="handler">How HTTP is spoken; null for the usual way. It stays the caller's.</param>
    public MlflowRunStore(IRunStore runs, MlflowOptions options, IArtifactStore? artifacts = null, ILogger<MlflowRunStore>? logger = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(runs);
        _options = options.Checked(nameof(options));
        _runs = runs;
        _logger = logger ?? NullLogger<MlflowRunStore>.Instance;
        _server = new MlflowServer(_options, handler);
        _queue = new UnsentQueue(_options);
        _sender = new RunSender(_server, runs, artifacts);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Where it stands.</summary>
    public MlflowStatus Status
    {
        get
        {
            (long waiting, long dropped) = _queue.Counts;
            return new MlflowStatus(Interlocked.Read(ref _sent), waiting, Interlocked.Read(ref _refused), dropped, _sender.Shortened, _lastError);
        }
    }

    /// <inheritdoc />
    public async Task<Run> StartAsync(RunStart start, CancellationToken cancellationToken = default)
    {
        Run run = await _runs.StartAsync(start, cancellationToken).ConfigureAwait(false);
        Add(new LogEntry(run.Id) { Parameters = run.Parameters.ToDictionary(), Tags = run.Tags.ToDictionary(t => t.Key, t => (string?)t.Value) });
        return run;
    }

    /// <inheritdoc />
    public async Task AddParametersAsync(string runId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default)
    {
        await _runs.AddParametersAsync(runId, parameters, cancellationToken).ConfigureAwait(false);
        Add(new LogEntry(runId) { Parameters = parameters.ToDictionary() });
    }

    /// <inheritdoc />
    public async Task SetTagsAsync(string runId, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default)
    {
        await _runs.SetTagsAsync(runId, tags, cancellationToken).ConfigureAwait(false);
        Add(new LogEntry(runId) { Tags = tags.ToDictionary() });
    }

    /// <inheritdoc />
    public async Task AddMetricsAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken = default)
    {
        await _runs.AddMetricsAsync(runId, points, cancellationToken).ConfigureAwait(false);
        foreach (MetricPoint[] part in points.Chunk(RunSender.MostPoints))
        {
            Add(new LogEntry(runId) { Metrics = [.. part.Select(p => new LogPoint(p.Key, p.Value, p.Step, p.At.ToUnixTimeMilliseconds()))] });
        }
    }

    /// <inheritdoc />
    public async Task AddArtifactsAsync(string runId, IReadOnlyList<RunArtifact> artifacts, CancellationToken cancellationToken = default)
    {
        await _runs.AddArtifactsAsync(runId, artifacts, cancellationToken).ConfigureAwait(false);
        foreach (RunArtifact artifact in artifacts)
        {
            Add(new LogEntry(runId) { Files = new() { [artifact.Path] = artifact.Digest.Hex } });
        }
    }

    /// <inheritdoc />
    public async Task AddInputsAsync(string runId, IReadOnlyList<RunInput> inputs, CancellationToken cancellationToken = default)
    {
        await _runs.AddInputsAsync(runId, inputs, cancellationToken).ConfigureAwait(false);
        Add(new LogEntry(runId) { Inputs = [.. inputs.Select(i => new LogInput(i.Name, i.Digest, i.Context, i.SourceType, i.Source, i.Schema, i.Profile))] });
    }

    /// <inheritdoc />
    public async Task FinishAsync(string runId, RunStatus status, string? error = null, CancellationToken cancellationToken = default)
    {
        await _runs.FinishAsync(runId, status, error, cancellationToken).ConfigureAwait(false);
        await AddStatusAsync(runId, error, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task ReopenAsync(string runId, CancellationToken cancellationToken = default)
    {
        await _runs.ReopenAsync(runId, cancellationToken).ConfigureAwait(false);
        await AddStatusAsync(runId, null, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task ChangeAsync(string runId, RunChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        await _runs.ChangeAsync(runId, change, cancellationToken).ConfigureAwait(false);
        if (change.Status is not null)
        {
            await AddStatusAsync(runId, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public Task<Run?> FindAsync(string runId, CancellationToken cancellationToken = default) => _runs.FindAsync(runId, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken = default) => _runs.ListAsync(query, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<Run>> SearchAsync(RunSearch search, CancellationToken cancellationToken = default) => _runs.SearchAsync(search, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunArtifact>> ArtifactsAsync(string runId, string? under = null, CancellationToken cancellationToken = default) => _runs.ArtifactsAsync(runId, under, cancellationToken);

    /// <inheritdoc />
    public Task<int> RemoveArtifactsAsync(string runId, string under, CancellationToken cancellationToken = default) => _runs.RemoveArtifactsAsync(runId, under, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<RunInput>> InputsAsync(string runId, CancellationToken cancellationToken = default) => _runs.InputsAsync(runId, cancellationToken);

    /// <inheritdoc />
    public Task TruncateMetricsAsync(string runId, long afterStep, CancellationToken cancellationToken = default) => _runs.TruncateMetricsAsync(runId, afterStep, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>> LatestMetricsAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken = default) => _runs.LatestMetricsAsync(runIds, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, int take = 10_000, long? afterStep = null, CancellationToken cancellationToken = default) =>
        _runs.MetricHistoryAsync(runId, key, take, afterStep, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<MetricPoint>> MetricCourseAsync(string runId, string key, int points, CancellationToken cancellationToken = default) => _runs.MetricCourseAsync(runId, key, points, cancellationToken);

    /// <inheritdoc />
    public Task<Pruned> PruneMetricsAsync(Pruning pruning, CancellationToken cancellationToken = default) => _runs.PruneMetricsAsync(pruning, cancellationToken);

    /// <inheritdoc />
    public Task DeleteAsync(string runId, CancellationToken cancellationToken = default) => _runs.DeleteAsync(runId, cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _stop.CancelAfter(_options.FlushTimeout);
        await _hurry.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        (long waiting, _) = _queue.Counts;
        _queue.Dispose();
        if (waiting > 0)
        {
            LogLeft(_logger, waiting, _options.Folder!, _lastError);
        }

        _server.Dispose();
        _stop.Dispose();
        _hurry.Dispose();
    }

    /// <summary>As <see cref="DisposeAsync"/>, for hosts that are disposed without waiting.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async Task AddStatusAsync(string runId, string? error, CancellationToken cancellationToken)
    {
        if (await _runs.FindAsync(runId, cancellationToken).ConfigureAwait(false) is { } run)
        {
            string status = run.Status switch { RunStatus.Running => "RUNNING", RunStatus.Finished => "FINISHED", RunStatus.Failed => "FAILED", _ => "KILLED" };
            Add(new LogEntry(runId) { Status = status, EndedAt = run.EndedAt?.ToUnixTimeMilliseconds(), Tags = error is null ? null : new() { ["aiinfra.error"] = error } });
        }
    }

    private void Add(LogEntry entry)
    {
        (LogEntry allowed, int refused) = RunSender.Allowed(entry);
        if (refused > 0)
        {
            Interlocked.Add(ref _refused, refused);
            LogNames(_logger, refused, entry.Run);
        }

        if (_queue.Add(allowed) is { } why)
        {
            LogDropped(_logger, entry.Run, why);
        }
    }

    private async Task PumpAsync()
    {
        TimeSpan delay = _options.RetryDelay;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (_queue.Peek(RunSender.MostPoints) is not { } entry)
                {
                    if (_hurry.IsCancellationRequested)
                    {
                        return;
                    }

                    await _queue.WaitAsync(s_longestDelay, _hurry.Token).ConfigureAwait(false);
                    continue;
                }

                await _sender.SendAsync(entry, _stop.Token).ConfigureAwait(false);
                Interlocked.Increment(ref _sent);
                if (_lastError is not null)
                {
                    _lastError = null;
                    LogBack(_logger, _options.Server!);
                }

                _queue.Done();
                delay = _options.RetryDelay;
            }
            catch (OperationCanceledException) when (_hurry.IsCancellationRequested)
            {
                // At the end it goes on without pauses, until the time is over.
            }
            catch (Exception e) when (e is MlflowRefusal or ArtifactNotFoundException or ArgumentException)
            {
                Interlocked.Increment(ref _refused);
                LogRefused(_logger, e.Message);
                _queue.Done();
            }
            catch (Exception e)
            {
                // Whatever it is, the call is made again, and training goes on.
                if (_lastError is null)
                {
                    LogAway(_logger, _options.Server!, e.Message);
                }

                _lastError = e.Message;
                if (_hurry.IsCancellationRequested)
                {
                    return;
                }

                await Task.WhenAny(Task.Delay(delay, _hurry.Token)).ConfigureAwait(false);
                delay = delay * 2 < s_longestDelay ? delay * 2 : s_longestDelay;
            }
        }
    }

    [LoggerMessage(9000, LogLevel.Warning, "The MLflow server {Server} does not take runs; they wait, and training goes on: {Why}")]
    private static partial void LogAway(ILogger logger, Uri server, string why);

    [LoggerMessage(9001, LogLevel.Information, "The MLflow server {Server} takes runs again")]
    private static partial void LogBack(ILogger logger, Uri server);

    [LoggerMessage(9002, LogLevel.Warning, "The MLflow server refused a call for good: {Why}")]
    private static partial void LogRefused(ILogger logger, string why);

    [LoggerMessage(9003, LogLevel.Warning, "{Count} values of run {Run} have names that MLflow does not take: letters, digits and _ - . : space /, at most 250. They are in the catalog alone")]
    private static partial void LogNames(ILogger logger, int count, string run);

    [LoggerMessage(9004, LogLevel.Error, "What run {Run} logged could not be kept for the MLflow server; it is in the catalog alone: {Why}")]
    private static partial void LogDropped(ILogger logger, string run, string why);

    [LoggerMessage(9005, LogLevel.Warning, "{Count} calls to the MLflow server wait in {Folder} for the next process: {Why}")]
    private static partial void LogLeft(ILogger logger, long count, string folder, string? why);
}
