namespace AiInfra.Core.Pipelines;

/// <summary>A step in one run, its inputs known.</summary>
internal sealed class StepTask(Step step, PipelineArguments arguments, IReadOnlyList<StepOutcome> inputs, IProgress<StepProgress>? progress)
{
    public Step Step { get; } = step;

    public StepIdentity Identity { get; } = arguments.Identify(step, inputs.Select(i => KeyValuePair.Create(i.Step, i.ResultDigest!)));

    public IReadOnlyList<string> Inputs { get; } = [.. inputs.Select(i => i.ResultJson!)];

    public void Report(StepState state, int attempt, TimeSpan elapsed, string? message = null) =>
        progress?.Report(new StepProgress(Identity.Pipeline, arguments.Partition, Step.Name, state, attempt, elapsed, message));

    public StepOutcome Done(StepState state, int attempts, TimeSpan duration, string digest, string json)
    {
        Report(state, attempts, duration);
        return new StepOutcome(Step.Name, state, attempts, duration, digest, null) { ResultJson = json };
    }
}
