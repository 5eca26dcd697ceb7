namespace AiInfra.Core.Catalog.Events;

/// <summary>One judgement of a window of labelled answers, as events keep it. What is not known is NaN.</summary>
/// <param name="Metric">The judged metric.</param>
/// <param name="Value">Its value over the window.</param>
/// <param name="Baseline">Its value in the baseline; NaN while that is being gathered.</param>
/// <param name="Loss">Mean loss over the window.</param>
/// <param name="BaselineLoss">Mean loss of the baseline.</param>
/// <param name="PValue">Chance of such a rise without a change; 1 while it cannot be judged.</param>
/// <param name="Threshold">A p-value below this is a finding.</param>
/// <param name="Rows">Rows in the window.</param>
/// <param name="EffectiveRows">As many independent rows tell as much.</param>
/// <param name="Degraded">Whether the loss has risen: certain enough and large enough.</param>
/// <param name="Labelled">Labelled rows seen since the reset.</param>
/// <param name="Unscored">Labelled rows that could not be scored.</param>
/// <param name="Overall">The judged metric over all labelled rows since the reset.</param>
/// <param name="Metrics">All metrics over the window.</param>
/// <param name="At">When the newest label became known.</param>
public sealed record AnswerQuality(
    string Metric = "quality",
    double Value = double.NaN,
    double Baseline = double.NaN,
    double Loss = double.NaN,
    double BaselineLoss = double.NaN,
    double PValue = 1,
    double Threshold = 0,
    int Rows = 0,
    double EffectiveRows = 0,
    bool Degraded = false,
    long Labelled = 0,
    long Unscored = 0,
    double Overall = double.NaN,
    IReadOnlyList<WindowMetric>? Metrics = null,
    DateTimeOffset At = default)
{
    /// <summary>All metrics over the window.</summary>
    public IReadOnlyList<WindowMetric> Metrics { get; init; } = Metrics ?? [];

    /// <inheritdoc />
    public override string ToString() => $"AnswerQuality {{ Metric = {Metric}, Value = {Value}, Baseline = {Baseline}, Loss = {Loss}, BaselineLoss = {BaselineLoss}, PValue = {PValue}, Threshold = {Threshold}, Rows = {Rows}, EffectiveRows = {EffectiveRows}, Degraded = {Degraded}, Labelled = {Labelled}, Unscored = {Unscored}, Overall = {Overall}, Metrics = {Shown.List(Metrics)}, At = {At} }}";
}
