using AiInfra.Core.Storage;

namespace AiInfra.Core.Catalog;

/// <summary>Runs with parameters, tags and metrics by step.</summary>
/// <remarks>A run whose process died, or closed the store, without ending it reads as <see cref="RunStatus.Interrupted"/>.</remarks>
public interface IRunStore
{
    /// <summary>Starts a run.</summary>
    /// <exception cref="CatalogConflictException">A run with the id asked for is there already.</exception>
    Task<Run> StartAsync(RunStart start, CancellationToken cancellationToken = default);

    /// <summary>A run, or null.</summary>
    Task<Run?> FindAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Runs, the newest first.</summary>
    /// <exception cref="CatalogNotFoundException">There is no run <see cref="RunQuery.BeforeId"/>.</exception>
    Task<IReadOnlyList<Run>> ListAsync(RunQuery query, CancellationToken cancellationToken = default);

    /// <summary>Runs by a filter in MLflow's grammar, in the order asked for.</summary>
    /// <exception cref="Filters.FilterException">The filter or an order is none; the message says where.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="RunSearch.Take"/> is not 1 to 50,000, or <see cref="RunSearch.Skip"/> is negative.</exception>
    Task<IReadOnlyList<Run>> SearchAsync(RunSearch search, CancellationToken cancellationToken = default);

    /// <summary>Changes what another program says of a run that it runs itself; for a run of this process there are <see cref="FinishAsync"/> and <see cref="ReopenAsync"/>.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task ChangeAsync(string runId, RunChange change, CancellationToken cancellationToken = default);

    /// <summary>Lists files that are in the artifact store as the run's, with their lineage, in one transaction; a file whose path is there takes its place.</summary>
    /// <exception cref="ArgumentException">A path is empty, absolute, or goes up (<c>..</c>).</exception>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task AddArtifactsAsync(string runId, IReadOnlyList<RunArtifact> artifacts, CancellationToken cancellationToken = default);

    /// <summary>The files of a run by path.</summary>
    /// <param name="runId">Run.</param>
    /// <param name="under">Only the file of this path, or the files of this folder and its folders; null for all.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<RunArtifact>> ArtifactsAsync(string runId, string? under = null, CancellationToken cancellationToken = default);

    /// <summary>Takes the file of a path, or the files of a folder, off a run's list; their bytes go with the next collection of artifacts, unless something else refers to them.</summary>
    /// <returns>How many.</returns>
    Task<int> RemoveArtifactsAsync(string runId, string under, CancellationToken cancellationToken = default);

    /// <summary>Notes datasets that the run read; one that is there by name, digest and context stays one.</summary>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task AddInputsAsync(string runId, IReadOnlyList<RunInput> inputs, CancellationToken cancellationToken = default);

    /// <summary>Datasets that the run read, in the order they were noted.</summary>
    Task<IReadOnlyList<RunInput>> InputsAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Adds parameters. The same value again is fine.</summary>
    /// <exception cref="CatalogConflictException">A parameter has another value already.</exception>
    Task AddParametersAsync(string runId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default);

    /// <summary>Sets tags; null removes one.</summary>
    Task SetTagsAsync(string runId, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default);

    /// <summary>The latest point of every metric of runs (highest step, then time, then value), by the run's id and then ordered by key. Ids that no run has are left out.</summary>
    Task<IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>>> LatestMetricsAsync(IReadOnlyList<string> runIds, CancellationToken cancellationToken = default);

    /// <summary>Adds metric points in one transaction. An exact duplicate (key, step, time, value) is stored once, so a retry is harmless. For many points use <see cref="MetricWriter"/>.</summary>
    Task AddMetricsAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken = default);

    /// <summary>Forgets metric points beyond a step, as a run does that resumes from an earlier checkpoint. Metrics named <c>system/…</c> stay: their steps are seconds.</summary>
    Task TruncateMetricsAsync(string runId, long afterStep, CancellationToken cancellationToken = default);

    /// <summary>A page of the points of a metric, by step, then time.</summary>
    /// <param name="runId">Run.</param>
    /// <param name="key">Metric.</param>
    /// <param name="take">At most so many, and the rest of the last step's points, so that a page ends with a whole step.</param>
    /// <param name="afterStep">Only steps after this one: the last step of a page asks for the next page.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, int take = 10_000, long? afterStep = null, CancellationToken cancellationToken = default);

    /// <summary>The course of a metric for a chart: at most so many points, spread evenly over its steps, the first and the last among them. Where few steps have many points each, they are chosen evenly by their place.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than two points are asked for.</exception>
    Task<IReadOnlyList<MetricPoint>> MetricCourseAsync(string runId, string key, int points, CancellationToken cancellationToken = default);

    /// <summary>Forgets metric points of runs that ended before <see cref="Pruning.Before"/>, in one transaction; the latest point of every metric stays.</summary>
    /// <exception cref="ArgumentException"><see cref="Pruning.Rows"/> or <see cref="Pruning.Bytes"/> is set.</exception>
    Task<Pruned> PruneMetricsAsync(Pruning pruning, CancellationToken cancellationToken = default);

    /// <summary>Ends a run, as <see cref="RunStatus.Finished"/>, <see cref="RunStatus.Failed"/> or <see cref="RunStatus.Cancelled"/>. Ending it again in the same status is fine, and so is ending one that was thought to be interrupted.</summary>
    /// <exception cref="CatalogConflictException">It ended in another status.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task FinishAsync(string runId, RunStatus status, string? error = null, CancellationToken cancellationToken = default);

    /// <summary>Takes up a run again that was not finished, as a resumed training does: it runs in this process now.</summary>
    /// <exception cref="CatalogConflictException">It finished.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task ReopenAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Deletes a run with its parameters, tags and metrics. Lineage goes on naming it.</summary>
    /// <exception cref="CatalogConflictException">It runs, or a registered version, a dataset commit or another run came from it; the message names it.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task DeleteAsync(string runId, CancellationToken cancellationToken = default);
}
