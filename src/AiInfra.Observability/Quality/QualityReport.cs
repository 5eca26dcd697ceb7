namespace AiInfra.Observability.Quality;

/// <summary>One judgement of a window of labelled predictions.</summary>
public sealed record QualityReport
{
    /// <summary>The judged metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Its value over the window (accuracy, MAE…).</summary>
    public required double Value { get; init; }

    /// <summary>Its value in the baseline; NaN while the baseline is being gathered.</summary>
    public required double Baseline { get; init; }

    /// <summary>Mean loss over the window; lower is better.</summary>
    public required double Loss { get; init; }

    /// <summary>Mean loss of the baseline.</summary>
    public required double BaselineLoss { get; init; }

    /// <summary>Chance of such a rise without a change; 1 while it cannot be judged.</summary>
    public required double PValue { get; init; }

    /// <summary>A p-value below this is a finding.</summary>
    public required double Threshold { get; init; }

    /// <summary>Rows in the window.</summary>
    public required int Rows { get; init; }

    /// <summary>As many independent rows tell as much.</summary>
    public required double EffectiveRows { get; init; }

    /// <summary>Whether the loss has risen: certain enough and large enough.</summary>
    public required bool Degraded { get; init; }

    /// <summary>Labelled rows seen since the reset.</summary>
    public required long Labelled { get; init; }

    /// <summary>Labelled rows that could not be scored.</summary>
    public required long Unscored { get; init; }

    /// <summary>The judged metric over all labelled rows since the reset.</summary>
    public required double Overall { get; init; }

    /// <summary>All metrics over the window, the judged one first.</summary>
    public required IReadOnlyList<MetricValue> Metrics { get; init; }

    /// <summary>What could not be done, in words: a metric that threw, how often, and what.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>When the newest label became known.</summary>
    public required DateTimeOffset At { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"QualityReport {{ Metric = {Metric}, Value = {Value}, Baseline = {Baseline}, Loss = {Loss}, BaselineLoss = {BaselineLoss}, PValue = {PValue}, Threshold = {Threshold}, Rows = {Rows}, EffectiveRows = {EffectiveRows}, Degraded = {Degraded}, Labelled = {Labelled}, Unscored = {Unscored}, Overall = {Overall}, Metrics = {Shown.List(Metrics)}, Remarks = {Shown.List(Remarks)}, At = {At} }}";
}
