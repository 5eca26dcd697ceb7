using System.Collections.Concurrent;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.Core.Tracking;

/// <summary>Logs one run: parameters, metrics by step, tags, notes, files and datasets; where it runs and how busy the machine is, by itself. Dispose it to write what still waits.</summary>
/// <remarks>Thread-safe. Metrics wait in memory and are written in batches; everything else is in the store when its call returns. A run that this logger started and that nobody finished ends as failed when it is disposed.</remarks>
public sealed class RunLogger : IAsyncDisposable
{
    // Two loggers of one run, as a host's and its trainer's, measure the machine once.
    private static readonly ConcurrentDictionary<(IRunStore, string), RunLogger> s_measuring = new();
    private readonly IRunStore _runs;
    private readonly IArtifactStore? _artifacts;
    private readonly RunLoggerOptions _options;
    private readonly TimeProvider _time;
    private readonly MetricWriter _writer;
    private readonly SystemSampler? _sampler;
    private readonly bool _owned;
    private int _ended;

    /// <summary>Logs to a run that is there; ending it is left to whoever started it.</summary>
    /// <param name="runs">Where to.</param>
    /// <param name="run">The run.</param>
    /// <param name="artifacts">Where files go; null refuses files.</param>
    /// <param name="options">What it notes by itself.</param>
    /// <param name="time">Clock.</param>
    public RunLogger(IRunStore runs, Run run, IArtifactStore? artifacts = null, RunLoggerOptions? options = null, TimeProvider? time = null)
        : this(runs, run, artifacts, options, time, owned: false)
    {
    }

    private RunLogger(IRunStore runs, Run run, IArtifactStore? artifacts, RunLoggerOptions? options, TimeProvider? time, bool owned)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(run);
        _options = (options ?? new RunLoggerOptions()).Checked(nameof(options));
        (_runs, _artifacts, _owned, Run) = (runs, artifacts, owned, run);
        _time = time ?? TimeProvider.System;
        _writer = new MetricWriter(runs, run.Id, _options.Capacity, _time);
        _sampler = _options.SystemInterval > TimeSpan.Zero && s_measuring.TryAdd((runs, run.Id), this) ? new SystemSampler(_writer, run.StartedAt, _options.SystemInterval, _time) : null;
    }

    /// <summary>The run as it was when logging began.</summary>
    public Run Run { get; }

    /// <summary>Starts a run and logs to it.</summary>
    /// <param name="runs">Where to.</param>
    /// <param name="start">What is known of it.</param>
    /// <param name="artifacts">Where files go; null refuses files.</param>
    /// <param name="options">What it notes by itself.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="CatalogConflictException">A run with the id asked for is there already.</exception>
    public static async Task<RunLogger> StartAsync(
        IRunStore runs, RunStart start, IArtifactStore? artifacts = null, RunLoggerOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(runs);
        ArgumentNullException.ThrowIfNull(start);
        options = (options ?? new RunLoggerOptions()).Checked(nameof(options));
        Run run = await runs.StartAsync(options.Environment ? start.WithEnvironment() : start, cancellationToken).ConfigureAwait(false);
        return new RunLogger(runs, run, artifacts, options, time, owned: true);
    }

    /// <summary>Starts a run within this one; it has its own end.</summary>
    public Task<RunLogger> StartChildAsync(RunStart start, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(start);
        return StartAsync(_runs, start with { ParentId = Run.Id }, _artifacts, _options, _time, cancellationToken);
    }

    /// <summary>Logs a metric at a step; waits only when too many wait already.</summary>
    /// <exception cref="StoreException">An earlier point could not be written.</exception>
    /// <exception cref="ObjectDisposedException">The logger has ended.</exception>
    public ValueTask MetricAsync(string key, double value, long step, CancellationToken cancellationToken = default) => _writer.WriteAsync(key, value, step, cancellationToken);

    /// <summary>Logs a metric if there is room; false when there is none, and the point is the caller's to keep or drop.</summary>
    /// <exception cref="StoreException">An earlier point could not be written.</exception>
    /// <exception cref="ObjectDisposedException">The logger has ended.</exception>
    public bool TryMetric(string key, double value, long step) => _writer.TryWrite(key, value, step);

    /// <summary>Logs a parameter, once: the same value again is fine.</summary>
    /// <exception cref="CatalogConflictException">It has another value already.</exception>
    public Task ParameterAsync(string key, string value, CancellationToken cancellationToken = default) =>
        ParametersAsync(new Dictionary<string, string> { [key] = value }, cancellationToken);

    /// <summary>Logs parameters, once each.</summary>
    /// <exception cref="CatalogConflictException">One has another value already; none is added.</exception>
    public Task ParametersAsync(IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default) => _runs.AddParametersAsync(Run.Id, parameters, cancellationToken);

    /// <summary>Sets a tag; null removes it.</summary>
    public Task TagAsync(string key, string? value, CancellationToken cancellationToken = default) => _runs.SetTagsAsync(Run.Id, new Dictionary<string, string?> { [key] = value }, cancellationToken);

    /// <summary>Says something of the run for people, in Markdown; it takes the place of what was said before.</summary>
    public Task NoteAsync(string? text, CancellationToken cancellationToken = default) => TagAsync(RunTags.Note, text, cancellationToken);

    /// <summary>Notes a dataset that the run reads.</summary>
    public Task InputAsync(RunInput input, CancellationToken cancellationToken = default) => _runs.AddInputsAsync(Run.Id, [input], cancellationToken);

    /// <summary>Keeps a file under a path of the run; one that is there is replaced.</summary>
    /// <param name="path">Its path within the run, as "plots/roc.png".</param>
    /// <param name="content">Its bytes, read to the end.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">The logger was made without an artifact store.</exception>
    public async Task<ArtifactDigest> ArtifactAsync(string path, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var counted = new CountingStream(content);
        await using (counted.ConfigureAwait(false))
        {
            ArtifactDigest digest = await Artifacts.PutAsync(counted, cancellationToken).ConfigureAwait(false);
            await _runs.AddArtifactsAsync(Run.Id, [new RunArtifact(path, digest, counted.Count, _time.GetUtcNow())], cancellationToken).ConfigureAwait(false);
            return digest;
        }
    }

    /// <summary>Keeps a text under a path of the run, as UTF-8.</summary>
    /// <exception cref="InvalidOperationException">The logger was made without an artifact store.</exception>
    public async Task<ArtifactDigest> TextArtifactAsync(string path, string text, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(text);
        using var content = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return await ArtifactAsync(path, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps a file of this machine under a path of the run.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path within the run; null for its name.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="InvalidOperationException">The logger was made without an artifact store.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public async Task<ArtifactDigest> FileArtifactAsync(string file, string? path = null, CancellationToken cancellationToken = default)
    {
        FileStream content = File.OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            return await ArtifactAsync(path ?? Path.GetFileName(file), content, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until all metrics logged so far are in the store.</summary>
    /// <exception cref="StoreException">A point could not be written.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => _writer.FlushAsync(cancellationToken);

    /// <summary>Writes what waits, and ends the run where this logger started it.</summary>
    /// <exception cref="StoreException">Metrics could not be written; the run has ended nevertheless.</exception>
    public async Task FinishAsync(RunStatus status = RunStatus.Finished, string? error = null)
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        try
        {
            if (_sampler is not null)
            {
                await _sampler.DisposeAsync().ConfigureAwait(false);
                s_measuring.TryRemove((_runs, Run.Id), out _);
            }

            await _writer.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            if (_owned)
            {
                await _runs.FinishAsync(Run.Id, status, error).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync() => await FinishAsync(RunStatus.Failed, "The run was left before it was finished.").ConfigureAwait(false);

    private IArtifactStore Artifacts => _artifacts ?? throw new InvalidOperationException($"Run {Run.Id} keeps files in an artifact store, and this logger was made without one. Give it the host's: RunLogger.StartAsync(runs, start, artifacts).");
}
