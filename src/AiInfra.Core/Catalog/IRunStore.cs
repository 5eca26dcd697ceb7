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

    /// <summary>Adds parameters. The same value again is fine.</summary>
    /// <exception cref="CatalogConflictException">A parameter has another value already.</exception>
    Task AddParametersAsync(string runId, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken = default);

    /// <summary>Sets tags; null removes one.</summary>
    Task SetTagsAsync(string runId, IReadOnlyDictionary<string, string?> tags, CancellationToken cancellationToken = default);

    /// <summary>Adds metric points in one transaction. An exact duplicate (key, step, time, value) is stored once, so a retry is harmless. For many points use <see cref="MetricWriter"/>.</summary>
    Task AddMetricsAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellationToken = default);

    /// <summary>Forgets metric points beyond a step, as a run does that resumes from an earlier checkpoint.</summary>
    Task TruncateMetricsAsync(string runId, long afterStep, CancellationToken cancellationToken = default);

    /// <summary>All points of a metric by step, then time.</summary>
    Task<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default);

    /// <summary>Ends a run, as <see cref="RunStatus.Finished"/>, <see cref="RunStatus.Failed"/> or <see cref="RunStatus.Cancelled"/>. Ending it again in the same status is fine, and so is ending one that was thought to be interrupted.</summary>
    /// <exception cref="CatalogConflictException">It ended in another status.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task FinishAsync(string runId, RunStatus status, string? error = null, CancellationToken cancellationToken = default);

    /// <summary>Takes up a run again that was not finished, as a resumed training does: it runs in this process now.</summary>
    /// <exception cref="CatalogConflictException">It finished.</exception>
    /// <exception cref="CatalogNotFoundException">There is no such run.</exception>
    Task ReopenAsync(string runId, CancellationToken cancellationToken = default);
}
