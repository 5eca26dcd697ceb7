using AiInfra.Metrics.Statistics;

namespace AiInfra.Evaluation.Comparisons;

/// <summary>Two models compared on the same rows under one metric.</summary>
public sealed record ModelComparison
{
    /// <summary>Name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Signature of the metric.</summary>
    public required string Signature { get; init; }

    /// <summary>Rows both models answered; of other families units.</summary>
    public required int Rows { get; init; }

    /// <summary>What was paired, in the plural: "rows", "queries", "images".</summary>
    /// <value>Default "rows".</value>
    public string Units { get; init; } = "rows";

    /// <summary>The champion's value.</summary>
    public required double Champion { get; init; }

    /// <summary>The candidate's value.</summary>
    public required double Candidate { get; init; }

    /// <summary>How much better the candidate is, in the metric's unit; negative when worse, whichever direction the metric has.</summary>
    public required double Improvement { get; init; }

    /// <summary>Interval of the improvement. Its lower end is the one-sided bound at the confidence asked for (so both sides together have 2c - 1); of the sequential test both sides together have c, at all rows together. Null where the test gives none.</summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>Standard error of the improvement; NaN where the test gives none.</summary>
    public double StandardError { get; init; } = double.NaN;

    /// <summary>Margin allowed.</summary>
    public required double Margin { get; init; }

    /// <summary>Confidence of each one-sided test.</summary>
    public required double Confidence { get; init; }

    /// <summary>p-value against "the candidate is worse by the margin or more".</summary>
    public required double PValueBetter { get; init; }

    /// <summary>p-value against "the candidate is not worse by the margin".</summary>
    public required double PValueWorse { get; init; }

    /// <summary>The test, in words.</summary>
    public required string Test { get; init; }

    /// <summary>Lag or block length used; 0 where rows were taken as independent.</summary>
    public int BlockLength { get; init; }

    /// <summary>Further rows that would probably (80 %) settle it, were the improvement to stay as it is; null when it is settled, or when no number would.</summary>
    public long? RowsNeeded { get; init; }

    /// <summary>Whether the candidate is shown to be better (with a margin: not worse by more than it).</summary>
    public bool IsShown => HasEnoughRows && PValueBetter <= 1 - Confidence;

    /// <summary>Whether the candidate is shown to be worse (with a margin: by more than it).</summary>
    public bool IsRefuted => HasEnoughRows && PValueWorse <= 1 - Confidence;

    /// <summary>Whether both scores came with the units they were made of. Without, both values stand side by side and nothing is tested.</summary>
    /// <value>Default true.</value>
    public bool HasEvidence { get; init; } = true;

    /// <summary>Whether there were as many rows as the options ask for, and the metric was defined on them.</summary>
    public required bool HasEnoughRows { get; init; }

    /// <summary>The comparison in a sentence: both values, the interval, the test, and what it shows.</summary>
    public string Explain()
    {
        string interval = Interval is { } i ? FormattableString.Invariant($" ({100 * i.Confidence:0.#} % interval {i.Low:G4} to {i.High:G4})") : "";
        string direction = Improvement == 0 ? "no different" : FormattableString.Invariant($"{(Improvement < 0 ? "worse" : "better")} by {Math.Abs(Improvement):G4}");
        string margin = Margin > 0 ? FormattableString.Invariant($" with a margin of {Margin:G4}") : "";
        string shown = IsShown ? Margin > 0 ? "no worse" : "better" : IsRefuted ? "worse" : "not settled";
        string needed = IsShown || IsRefuted || RowsNeeded is not { } rows ? "" : FormattableString.Invariant($"; about {rows} more {Units} would probably settle it");
        return FormattableString.Invariant($"{Metric} {Candidate:G4} against the champion's {Champion:G4}, {direction}{interval} on {Rows} {Units}; {Test}, p {PValueBetter:G3} that it is not better and {PValueWorse:G3} that it is not worse{margin}: {shown}{needed}.");
    }
}
