using AiInfra.Core.Artifacts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiInfra.Core.Pipelines;

/// <summary>Runs pipelines: only what has no remembered result, several steps at a time, together with other workers on the same ledger.</summary>
/// <remarks>Kill it at any moment and run again: what was done is remembered, and the run goes on at the first unfinished step. Thread-safe.</remarks>
public sealed class PipelineRunner
{
    private readonly PipelineRunnerOptions _options;
    private readonly StepWorker _worker;
    private readonly PipelinePlanner _planner;
    private readonly ILogger _logger;

    /// <summary>Creates a runner.</summary>
    /// <param name="ledger">Where results and leases are kept.</param>
    /// <param name="options">How to run.</param>
    /// <param name="artifacts">Given, a remembered result counts only while all artifacts it names are there.</param>
    /// <param name="time">Clock of leases and retries.</param>
    /// <param name="logger">Told of retries, lost leases and listeners that throw.</param>
    public PipelineRunner(
        IPipelineLedger ledger,
        PipelineRunnerOptions? options = null,
        IArtifactStore? artifacts = null,
        TimeProvider? time = null,
        ILogger<PipelineRunner>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(ledger);
        _options = (options ?? new PipelineRunnerOptions()).Checked(nameof(options));
        _logger = logger ?? (ILogger)NullLogger.Instance;
        var memory = new StepMemory(ledger, artifacts);
        _worker = new StepWorker(ledger, memory, _options, time ?? TimeProvider.System, _logger);
        _planner = new PipelinePlanner(ledger, memory, time ?? TimeProvider.System);
    }

    /// <summary>Runs a pipeline to its end. Steps that don't need each other run at the same time; when one fails, those that don't need it still run.</summary>
    /// <exception cref="ArgumentException">The parameters are not those that the steps declare.</exception>
    /// <exception cref="PipelineFailedException">A step failed for good.</exception>
    public async Task<PipelineResult> RunAsync(
        Pipeline pipeline, PipelineArguments? arguments = null, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        arguments ??= PipelineArguments.None;
        arguments.Validate(pipeline);
        using var places = new SemaphoreSlim(_options.MaxParallelSteps);
        return await RunAsync(pipeline, arguments, places, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a pipeline for many partitions, several at a time. A partition that fails does not stop the others.</summary>
    /// <returns>The results in the order of the partitions.</returns>
    /// <exception cref="PipelineFailedException">Partitions failed; the message names them. The others are done.</exception>
    public async Task<IReadOnlyList<PipelineResult>> BackfillAsync(
        Pipeline pipeline, IEnumerable<string> partitions, PipelineArguments? arguments = null, IProgress<StepProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        ArgumentNullException.ThrowIfNull(partitions);
        arguments ??= PipelineArguments.None;
        arguments.Validate(pipeline);
        string[] all = [.. partitions.Distinct(StringComparer.Ordinal)];
        var results = new PipelineResult?[all.Length];
        var failures = new PipelineFailedException?[all.Length];
        using var places = new SemaphoreSlim(_options.MaxParallelSteps);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = _options.MaxParallelSteps, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, all.Length, parallel, async (i, ct) =>
        {
            try
            {
                results[i] = await RunAsync(pipeline, arguments with { Partition = all[i] }, places, progress, ct).ConfigureAwait(false);
            }
            catch (PipelineFailedException e)
            {
                failures[i] = e;
            }
        }).ConfigureAwait(false);
        PipelineFailedException[] failed = [.. failures.OfType<PipelineFailedException>()];
        return failed.Length == 0 ? [.. results.Select(r => r!)] : throw new PipelineFailedException(pipeline.Name, failed);
    }

    /// <summary>What a run would do with each step, and why. Runs nothing.</summary>
    public Task<PipelinePlan> PlanAsync(Pipeline pipeline, PipelineArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        arguments ??= PipelineArguments.None;
        arguments.Validate(pipeline);
        return _planner.PlanAsync(pipeline, arguments, cancellationToken);
    }

    /// <summary>What a run would do with one step, and why. Runs nothing.</summary>
    /// <exception cref="ArgumentException">There is no such step.</exception>
    public async Task<PlannedStep> ExplainAsync(Pipeline pipeline, string step, PipelineArguments? arguments = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pipeline);
        pipeline.Require(step);
        PipelinePlan plan = await PlanAsync(pipeline, arguments, cancellationToken).ConfigureAwait(false);
        return plan.Steps.First(s => s.Step == step);
    }

    private Task<PipelineResult> RunAsync(
        Pipeline pipeline, PipelineArguments arguments, SemaphoreSlim places, IProgress<StepProgress>? progress, CancellationToken cancellationToken) =>
        PipelineTelemetry.RunAsync(pipeline.Name, () => RunStepsAsync(pipeline, arguments, places, progress, cancellationToken));

    private async Task<PipelineResult> RunStepsAsync(
        Pipeline pipeline, PipelineArguments arguments, SemaphoreSlim places, IProgress<StepProgress>? progress, CancellationToken cancellationToken)
    {
        progress = progress is null ? null : new GuardedProgress(progress, _logger);
        var running = new Dictionary<Step, Task<StepOutcome>>();
        foreach (Step step in pipeline.Steps)
        {
            running.Add(step, RunAfterAsync(step, [.. step.Before.Distinct().Select(b => running[b])]));
        }

        StepOutcome[] outcomes = await Task.WhenAll(pipeline.Steps.Select(s => running[s])).ConfigureAwait(false);
        return outcomes.All(o => o.ResultJson is not null)
            ? new PipelineResult(pipeline, arguments.Partition, outcomes)
            : throw new PipelineFailedException(pipeline.Name, arguments.Partition, outcomes);

        async Task<StepOutcome> RunAfterAsync(Step step, Task<StepOutcome>[] before)
        {
            StepOutcome[] done = await Task.WhenAll(before).ConfigureAwait(false);
            if (Array.Find(done, d => d.ResultJson is null) is { } failed)
            {
                progress?.Report(new StepProgress(pipeline.Name, arguments.Partition, step.Name, StepState.NotRun, 0, TimeSpan.Zero, $"step '{failed.Step}' before it failed"));
                return new StepOutcome(step.Name, StepState.NotRun, 0, TimeSpan.Zero, null, null);
            }

            StepOutcome[] inputs = [.. step.Inputs.Select(i => done.First(d => d.Step == i.Name))];
            return await PipelineTelemetry.StepAsync(pipeline.Name, step.Name, () => _worker.RunAsync(new StepTask(step, arguments, inputs, progress), places, cancellationToken)).ConfigureAwait(false);
        }
    }
}
