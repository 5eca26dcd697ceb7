using System.Diagnostics;
using System.Diagnostics.Metrics;
using AiInfra.Core.Telemetry;

namespace AiInfra.Learning;

/// <summary>The activity source and the meter "AiInfra": retrainings, and what the learning loop did.</summary>
internal static class LearningTelemetry
{
    public const string Name = "AiInfra";

    private static readonly ActivitySource s_source = new(Name);
    private static readonly Meter s_meter = new(Name);
    private static readonly Operations s_retrainings = new(s_source, s_meter, "retrain", "aiinfra.retraining.duration", "Time of a retraining, from the decision to train to the promotion or the refusal.", "aiinfra.deployment.name");
    private static readonly Counter<long> s_events = s_meter.CreateCounter<long>("aiinfra.learning.events", "{event}", "What the learning loop did: retraining, promotion, refusal, rollback, failure.");

    public static Task<bool> RetrainAsync(string deployment, Enum reason, Func<Task<bool>> retrain) => s_retrainings.RunAsync(deployment, async operation =>
    {
        operation.Set("aiinfra.retraining.reason", Word(reason));
        bool promoted = await retrain().ConfigureAwait(false);
        operation.Set("aiinfra.retraining.promoted", promoted);
        return promoted;
    });

    public static void Happened(string deployment, Enum kind)
    {
        if (s_events.Enabled)
        {
            s_events.Add(1, new TagList { { "aiinfra.deployment.name", deployment }, { "aiinfra.learning.event", Word(kind) } });
        }
    }

    private static string Word(Enum value) => value.ToString().ToLowerInvariant();
}
