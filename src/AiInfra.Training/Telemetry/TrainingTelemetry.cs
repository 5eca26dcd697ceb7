using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Telemetry;

namespace AiInfra.Training.Telemetry;

/// <summary>The activity source and the meter "AiInfra.Training": trainings and their steps.</summary>
internal static class TrainingTelemetry
{
    public const string Name = "AiInfra.Training";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Operations s_trainings = new(s_source, s_meter, "train", "aiinfra.training.duration", "Time of a training.", "aiinfra.training.experiment");
    private static readonly Counter<long> s_steps = s_meter.CreateCounter<long>("aiinfra.training.steps", "{step}", "Optimizer steps of trainings that ended.");

    /// <summary>Times a training; <paramref name="outcome"/> says of its result why it ended and after how many steps.</summary>
    public static Task<T> TrainAsync<T>(string experiment, Func<Task<T>> train, Func<T, (string Reason, long Steps)> outcome) => s_trainings.RunAsync(experiment, async operation =>
    {
        T result = await train().ConfigureAwait(false);
        (string reason, long steps) = outcome(result);
        operation.Set("aiinfra.training.stop_reason", reason);
        s_steps.Add(steps, new TagList { { "aiinfra.training.experiment", experiment } });
        return result;
    });
}
