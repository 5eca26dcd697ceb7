using AiInfra.Observability.Drift;
using AiInfra.Observability.Quality;

namespace AiInfra.Observability.Monitoring;

/// <summary>Where a monitor stands.</summary>
public sealed record MonitorStatus
{
    /// <summary>Deployment watched.</summary>
    public required string Deployment { get; init; }

    /// <summary>Version that answers; null before the first answer.</summary>
    public required int? Version { get; init; }

    /// <summary>Predictions that callers got.</summary>
    public required long Predictions { get; init; }

    /// <summary>Requests that failed, in whichever role.</summary>
    public long Failed { get; init; }

    /// <summary>The failed requests by version and kind, the most frequent first.</summary>
    public IReadOnlyList<FailureCount> Failures { get; init; } = [];

    /// <summary>Answers of models that take tensors and no rows, by version and shapes, the most frequent first. Their latency, failures and shapes are watched; drift and quality need rows.</summary>
    public IReadOnlyList<ShapeCount> Shapes { get; init; } = [];

    /// <summary>Tokens that answers say they consumed, by version, the newest first; empty for models that count none.</summary>
    public IReadOnlyList<TokenCount> Tokens { get; init; } = [];

    /// <summary>Predictions of shadows.</summary>
    public required long Shadows { get; init; }

    /// <summary>Predictions that got their label, shadows included.</summary>
    public required long Labelled { get; init; }

    /// <summary>Predictions that wait for a label.</summary>
    public required int Pending { get; init; }

    /// <summary>Predictions forgotten before a label came.</summary>
    public required long Evicted { get; init; }

    /// <summary>Labels forgotten before a prediction came for them. Feedback names no deployment, so where several are watched the labels of the others count here.</summary>
    public required long Unmatched { get; init; }

    /// <summary>Labels and predictions that came again under one id; the first one counts.</summary>
    public required long Repeated { get; init; }

    /// <summary>Signals dropped because the queue was full.</summary>
    public required long Dropped { get; init; }

    /// <summary>How often a sink, a metric, a drift test or a detector threw, or a drift test gave what cannot be; logged, of a metric the first time and every thousandth.</summary>
    public required long Faults { get; init; }

    /// <summary>Whether the drift alarm is on.</summary>
    public required bool DriftAlarm { get; init; }

    /// <summary>Whether the quality alarm is on.</summary>
    public required bool QualityAlarm { get; init; }

    /// <summary>Detectors whose alarm is on.</summary>
    public IReadOnlyList<string> DetectorAlarms { get; init; } = [];

    /// <summary>The newest comparison of inputs.</summary>
    public required DriftReport? Drift { get; init; }

    /// <summary>Quality of every version and role seen lately.</summary>
    public required IReadOnlyList<QualityLane> Quality { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"MonitorStatus {{ Deployment = {Deployment}, Version = {Version}, Predictions = {Predictions}, Failed = {Failed}, Failures = {Shown.List(Failures)}, Shapes = {Shown.List(Shapes)}, Tokens = {Shown.List(Tokens)}, Shadows = {Shadows}, Labelled = {Labelled}, Pending = {Pending}, Evicted = {Evicted}, Unmatched = {Unmatched}, Repeated = {Repeated}, Dropped = {Dropped}, Faults = {Faults}, DriftAlarm = {DriftAlarm}, QualityAlarm = {QualityAlarm}, DetectorAlarms = {Shown.List(DetectorAlarms)}, Drift = {Drift}, Quality = {Shown.List(Quality)} }}";
}
