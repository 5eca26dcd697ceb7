using AiInfra.Core.Catalog;
using AiInfra.Core.Tracking;

namespace AiInfra.Training.Loop;

/// <summary>The training's run in the catalog; without a run store it does nothing.</summary>
internal sealed class RunLog(IRunStore? runs, TrackingOptions options, TimeProvider time)
{
    private readonly HashSet<(string Key, double Value)> _known = [];
    private RunLogger? _logger;
    private bool _owned;
    private long _resumedStep = -1;

    public string? RunId { get; private set; }

    /// <summary>Whether points are written.</summary>
    public bool IsOn => _logger is not null;

    /// <summary>Starts a run, or takes one up: points beyond the step resumed from are forgotten, as they come again. A training that was done already keeps its finished run.</summary>
    public async Task StartAsync(string? resumedRunId, long step, bool done, IReadOnlyDictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        if (runs is null)
        {
            return;
        }

        string? id = options.RunId ?? resumedRunId;
        Run? found = id is null ? null : await runs.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (done && options.RunId is null && found?.Status == RunStatus.Finished)
        {
            RunId = found.Id;
            return;
        }

        Run run;
        if (found is not null && (options.RunId is not null || found.Status != RunStatus.Finished))
        {
            run = found;
            _owned = options.RunId is null;
            if (resumedRunId == found.Id)
            {
                await runs.ReopenAsync(found.Id, cancellationToken).ConfigureAwait(false);
                await runs.TruncateMetricsAsync(found.Id, step, cancellationToken).ConfigureAwait(false);
                await RememberAsync(runs, found, step, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await runs.AddParametersAsync(found.Id, parameters, cancellationToken).ConfigureAwait(false);
            }
        }
        else
        {
            var start = new RunStart(options.Experiment, "training") { Id = found is null ? id : null, Name = options.Name, ParentId = options.ParentId, Parameters = parameters };
            run = await runs.StartAsync(options.Logging.Environment ? start.WithEnvironment() : start, cancellationToken).ConfigureAwait(false);
            _owned = true;
        }

        RunId = run.Id;
        _logger = new RunLogger(runs, run, options: options.Logging, time: time);
    }

    public ValueTask WriteAsync(string key, double value, long step) =>
        _logger is null || (step == _resumedStep && _known.Contains((key, value))) || _logger.TryMetric(key, value, step) ? ValueTask.CompletedTask : _logger.MetricAsync(key, value, step);

    /// <summary>Waits until all points so far are in the store, so that a checkpoint never knows of more than the catalog.</summary>
    public Task FlushAsync() => _logger?.FlushAsync() ?? Task.CompletedTask;

    /// <summary>The points at the step resumed from: a validation at that step may come again, and is kept once.</summary>
    private async Task RememberAsync(IRunStore store, Run run, long step, CancellationToken cancellationToken)
    {
        _resumedStep = step;
        foreach (string key in run.Metrics.Keys.Where(k => k.StartsWith("validation/", StringComparison.Ordinal)))
        {
            IReadOnlyList<MetricPoint> history = await store.MetricHistoryAsync(run.Id, key, afterStep: step - 1, cancellationToken: cancellationToken).ConfigureAwait(false);
            _known.UnionWith(history.Where(p => p.Step == step).Select(p => (p.Key, p.Value)));
        }
    }

    public async Task FinishAsync(RunStatus status, string? error)
    {
        if (_logger is { } logger)
        {
            _logger = null;
            await logger.FinishAsync().ConfigureAwait(false);
            if (_owned)
            {
                await runs!.FinishAsync(RunId!, status, error).ConfigureAwait(false);
            }
        }
    }
}
