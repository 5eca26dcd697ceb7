namespace AiInfra.Metrics.Text;

/// <summary>How texts are prepared for word and character error rates. By default as jiwer does: runs of white space become one space, ends are trimmed, case and punctuation count.</summary>
public sealed record ErrorRateOptions
{
    /// <summary>What is counted.</summary>
    /// <value>Default words; <see cref="CharacterErrorRate"/> counts code points.</value>
    public TextUnit Unit { get; init; } = TextUnit.Word;

    /// <summary>Whether case is ignored.</summary>
    /// <value>Default false.</value>
    public bool Lowercase { get; init; }

    /// <summary>Whether punctuation, in Unicode's sense, is removed.</summary>
    /// <value>Default false.</value>
    public bool RemovePunctuation { get; init; }

    internal string Signature => $"unit:{Unit switch { TextUnit.Word => "word", TextUnit.CodePoint => "rune", _ => "grapheme" }}|case:{(Lowercase ? "lc" : "mixed")}|punct:{(RemovePunctuation ? "no" : "yes")}";
}
