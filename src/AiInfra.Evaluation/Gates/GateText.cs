using AiInfra.Metrics;
using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Gates;

/// <summary>Words and numbers of a decision as pages show them.</summary>
internal static class GateText
{
    /// <summary>A metric's value; "undefined" where these rows give it none.</summary>
    public static string Number(double value) => double.IsNaN(value) ? "undefined" : HtmlNumbers.Metric(value);

    public static string PValue(double p) => HtmlNumbers.PValue(p);

    public static string Interval(Score score) => Interval(score.Interval);

    public static string Interval(ConfidenceInterval? interval) => interval is { } i && !double.IsNaN(i.Low) ? $"{Number(i.Low)} to {Number(i.High)}" : "";

    public static string Name(Verdict verdict) => verdict switch { Verdict.Pass => "pass", Verdict.Fail => "fail", _ => "not enough evidence" };

    public static string Title(GateDecision decision) => $"Gate: {Name(decision.Verdict)}";

    public static string Subtitle(GateDecision decision) =>
        $"{(decision.Candidate is { } candidate ? $"Candidate {candidate}" : "The candidate")}{(decision.Champion is { } champion ? $" against champion {champion}" : "")}, decided on {Words.Rows(decision.Rows)}.{(decision.Needed is { } more ? $" About {more} would probably settle it." : "")}";

    public static string Needed(ConditionResult condition) => condition.RowsNeeded is { } n ? $" About {Words.MoreRows(n, condition.Unit)} would probably settle it." : "";

    /// <summary>A number that a condition used; nothing where it used none.</summary>
    public static string Used(double value) => double.IsNaN(value) ? "" : Number(value);
}
