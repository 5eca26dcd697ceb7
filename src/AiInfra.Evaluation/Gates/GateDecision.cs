using System.Text;
using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Core.Catalog.Events;

namespace AiInfra.Evaluation.Gates;

/// <summary>A gate's answer with everything it rests on.</summary>
public sealed record GateDecision
{
    /// <summary>The answer: fail when a condition fails, else not enough evidence when a condition lacks it, else pass.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What each condition found, in the gate's order.</summary>
    public required IReadOnlyList<ConditionResult> Conditions { get; init; }

    /// <summary>Rows decided on.</summary>
    public required int Rows { get; init; }

    /// <summary>Name or version of the candidate, when given.</summary>
    public string? Candidate { get; init; }

    /// <summary>Name or version of the champion, when given.</summary>
    public string? Champion { get; init; }

    /// <summary>Further rows that would probably settle it: the most that a condition asks for; null when settled or not known.</summary>
    public long? RowsNeeded => Verdict == Verdict.NotEnoughEvidence ? Conditions.Max(c => c.RowsNeeded) : null;

    /// <summary>The same in words: "29 more rows".</summary>
    internal string? Needed => RowsNeeded is { } n ? Words.MoreRows(n, Conditions.First(c => c.RowsNeeded == n).Unit) : null;

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static GateDecision FromJson(string json) =>
        JsonSerializer.Deserialize(json, GateJson.Default.GateDecision) ?? throw new JsonException("A gate decision is expected, null was found.");

    /// <summary>As JSON; NaN and infinities as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, GateJson.Default.GateDecision);

    /// <summary>As Markdown: the answer, the conditions in words, and their numbers.</summary>
    public string ToMarkdown() => MarkdownGate.Page(this);

    /// <summary>As one HTML page without scripts or links, for a decision that no evaluation report shows: on scores of texts or rankings.</summary>
    public string ToHtml() => HtmlGate.Page(this);

    /// <summary>As JUnit XML for a build server, one test case a condition. Conditions without enough evidence are failures of the type "NotEnoughEvidence".</summary>
    /// <param name="suite">Name of the suite, usually the evaluation's or the model's.</param>
    public string ToJUnit(string suite = "gate") => JUnitGate.Write(this, suite);

    /// <summary>The decision in words, one line a condition.</summary>
    public string Explain()
    {
        var text = new StringBuilder();
        string who = Candidate is null ? "the candidate" : $"candidate {Candidate}";
        string against = Champion is null ? "" : $" against champion {Champion}";
        string answer = Verdict switch
        {
            Verdict.Pass => $"Pass: {who}{against} meets {Conditions.Count} of {Conditions.Count} conditions on {Words.Rows(Rows)}.",
            Verdict.Fail => $"Fail: {who}{against} misses {Conditions.Count(c => c.Verdict == Verdict.Fail)} of {Conditions.Count} conditions on {Words.Rows(Rows)}.",
            _ => $"Not enough evidence: {Words.Rows(Rows)} {(Rows == 1 ? "does" : "do")} not settle {Conditions.Count(c => c.Verdict == Verdict.NotEnoughEvidence)} of {Conditions.Count} conditions for {who}{against}{(Needed is { } more ? $"; about {more} probably would" : "")}.",
        };
        text.Append(answer.ReplaceLineEndings(" "));
        foreach (ConditionResult condition in Conditions)
        {
            string mark = condition.Verdict switch { Verdict.Pass => "pass", Verdict.Fail => "FAIL", _ => "open" };
            string needed = condition.RowsNeeded is { } rows ? $"; about {Words.MoreRows(rows, condition.Unit)} would probably settle it" : "";
            text.Append('\n').Append($"  {mark}  {condition.Condition}: {condition.Why}{needed}".ReplaceLineEndings(" "));
        }

        return text.ToString();
    }

    /// <summary>As an event of kind "gate" for the catalog, with the whole decision as its data. History reads it as <see cref="GateDecided"/>.</summary>
    /// <param name="subject">What it is about, usually the deployment or model.</param>
    /// <param name="at">When, UTC.</param>
    /// <param name="position">Rows of the stream seen, where that has a meaning.</param>
    public CatalogEvent ToEvent(string subject, DateTimeOffset at, long? position = null) => new(EventKinds.Gate, subject, at, Explain(), ToJson(), position);

    /// <inheritdoc />
    public override string ToString() => $"GateDecision {{ Verdict = {Verdict}, Conditions = {Shown.List(Conditions)}, Rows = {Rows}, Candidate = {Candidate}, Champion = {Champion} }}";
}
