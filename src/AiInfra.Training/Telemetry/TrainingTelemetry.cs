using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Telemetry;
using AiInfra.Training.Loop;

namespace AiInfra.Training.Telemetry;

/// <summary>The activity source and the meter "AiInfra.Training": trainings and their steps.</summary>
internal static class TrainingTelemetry
{
    public const string Name = "AiInfra.Training";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Operations s_trainings = new(s_source, s_meter, "train", "aiinfra.training.duration", "Time of a training.", "aiinfra.training.experiment");
    private static readonly Counter<long> s_steps = s_meter.CreateCounter<long>("aiinfra.training.steps", "{step}", "Optimizer steps of trainings that ended.");

    public static Task<TrainingResult> TrainAsync(string experiment, Func<Task<TrainingResult>> train) => s_trainings.RunAsync(experiment, async operation =>
    {
        TrainingResult result = await train().ConfigureAwait(false);
        operation.Set("aiinfra.training.stop_reason", result.Reason.ToString());
        s_steps.Add(result.Steps, new TagList { { "aiinfra.training.experiment", experiment } });
        return result;
    });
}
