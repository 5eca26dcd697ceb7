using System.Text.RegularExpressions;

namespace AiInfra.Metrics.Text;

/// <summary>How answers are made alike before they are compared. Steps run in the order of these properties.</summary>
public sealed record AnswerOptions
{
    /// <summary>SQuAD's: lower case, no ASCII punctuation, no "a", "an", "the", single spaces. English.</summary>
    public static AnswerOptions Squad => new() { IgnoreCase = true, IgnorePunctuation = true, IgnoreArticles = true, CollapseSpaces = true };

    /// <summary>Nothing is made alike: the texts themselves.</summary>
    public static AnswerOptions Verbatim => new();

    /// <summary>Parts that these find are removed first, as lm-evaluation-harness does with regexes_to_ignore.</summary>
    /// <value>Default none.</value>
    public IReadOnlyList<Regex> Ignored { get; init; } = [];

    /// <summary>Whether case is ignored.</summary>
    /// <value>Default false.</value>
    public bool IgnoreCase { get; init; }

    /// <summary>Whether ASCII punctuation and symbols are removed.</summary>
    /// <value>Default false.</value>
    public bool IgnorePunctuation { get; init; }

    /// <summary>Whether the digits 0 to 9 are removed.</summary>
    /// <value>Default false.</value>
    public bool IgnoreNumbers { get; init; }

    /// <summary>Whether the words a, an and the, in lower case, are removed.</summary>
    /// <value>Default false.</value>
    public bool IgnoreArticles { get; init; }

    /// <summary>Whether runs of white space become one space and ends are trimmed.</summary>
    /// <value>Default false.</value>
    public bool CollapseSpaces { get; init; }

    internal string Signature => $"case:{(IgnoreCase ? "lc" : "mixed")}|punct:{(IgnorePunctuation ? "no" : "yes")}|numbers:{(IgnoreNumbers ? "no" : "yes")}|articles:{(IgnoreArticles ? "no" : "yes")}|space:{(CollapseSpaces ? "one" : "all")}"
        + (Ignored.Count == 0 ? "" : $"|ignored:{string.Join(' ', Ignored.Select(r => r.ToString()))}");

    /// <inheritdoc />
    public override string ToString() => $"AnswerOptions {{ Ignored = {Shown.List(Ignored)}, IgnoreCase = {IgnoreCase}, IgnorePunctuation = {IgnorePunctuation}, IgnoreNumbers = {IgnoreNumbers}, IgnoreArticles = {IgnoreArticles}, CollapseSpaces = {CollapseSpaces} }}";
}
