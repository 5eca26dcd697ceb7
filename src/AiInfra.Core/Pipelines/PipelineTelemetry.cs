using System.Diagnostics;
using AiInfra.Core.Telemetry;

namespace AiInfra.Core.Pipelines;

/// <summary>The activity source "AiInfra.Core": pipelines and their steps.</summary>
internal static class PipelineTelemetry
{
    private static readonly ActivitySource s_source = new(CoreMeter.Name);
    private static readonly Operations s_pipelines = new(s_source, CoreMeter.Instance, "run", "aiinfra.pipeline.duration", "Time of a run of a pipeline.", "aiinfra.pipeline.name");
    private static readonly Operations s_steps = new(s_source, CoreMeter.Instance, "step", "aiinfra.pipeline.step.duration", "Time of a step, its waits and retries included.", "aiinfra.pipeline.step.name");

    public static Task<PipelineResult> RunAsync(string pipeline, Func<Task<PipelineResult>> run) => s_pipelines.RunAsync(pipeline, _ => run());

    public static Task<StepOutcome> StepAsync(string pipeline, string step, Func<Task<StepOutcome>> run) => s_steps.RunAsync(step, async operation =>
    {
        operation.Set("aiinfra.pipeline.name", pipeline);
        StepOutcome outcome = await run().ConfigureAwait(false);
        operation.Set("aiinfra.pipeline.step.state", outcome.State switch { StepState.Remembered => "remembered", StepState.Succeeded => "succeeded", _ => "failed" });
        if (outcome.Error is { } error)
        {
            operation.Fail(error);
        }

        return outcome;
    });
}
