namespace AiInfra.Core.Catalog.Events;

/// <summary>The kinds of events that this project writes. A kind of one's own is any other text, with data that implement <see cref="IEventData{TSelf}"/>.</summary>
public static class EventKinds
{
    /// <summary>Recent inputs were compared with the training data: <see cref="DriftFound"/>.</summary>
    public const string Drift = "drift";

    /// <summary>A window of labelled answers was judged: <see cref="QualityJudged"/>.</summary>
    public const string Quality = "quality";

    /// <summary>An alarm was raised or cleared: <see cref="AlarmChanged"/>.</summary>
    public const string Alarm = "alarm";

    /// <summary>A gate decided on a candidate: <see cref="GateDecided"/>.</summary>
    public const string Gate = "gate";

    /// <summary>A version became the champion: <see cref="DeploymentChanged"/>.</summary>
    public const string Promotion = "promotion";

    /// <summary>The previous version became the champion again: <see cref="DeploymentChanged"/>.</summary>
    public const string Rollback = "rollback";

    /// <summary>A version was put on trial: <see cref="DeploymentChanged"/>.</summary>
    public const string Challenge = "challenge";

    /// <summary>The version on trial was taken off it: <see cref="DeploymentChanged"/>.</summary>
    public const string Withdrawal = "withdrawal";

    /// <summary>A retraining began: <see cref="LearningStep"/>.</summary>
    public const string Retraining = "retraining";

    /// <summary>A retrained version did not pass its gate: <see cref="LearningStep"/>.</summary>
    public const string Refusal = "refusal";

    /// <summary>A retraining ended in an error: <see cref="LearningStep"/>.</summary>
    public const string RetrainingFailed = "retraining-failed";

    /// <summary>A run of a pipeline failed for good: <see cref="PipelineRunFailed"/>.</summary>
    public const string PipelineFailed = "pipeline-failed";

    /// <summary>Scheduled runs of a pipeline passed unused: <see cref="PipelineRunsMissed"/>.</summary>
    public const string PipelineMissed = "pipeline-missed";

    /// <summary>A detector of the host's own found something, or found nothing for the first time after that: <see cref="DetectorJudged"/>.</summary>
    public const string Detector = "detector";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Promotion, Rollback, Challenge, Withdrawal, Alarm, Gate, Retraining, Refusal, RetrainingFailed, PipelineFailed, PipelineMissed, Detector, Drift, Quality];
}
