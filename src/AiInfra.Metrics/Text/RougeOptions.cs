using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>How ROUGE reads texts. The defaults are those of rouge_score.</summary>
public sealed record RougeOptions
{
    /// <summary>Cuts texts into tokens; it lower-cases, too, if that is wanted.</summary>
    /// <value>Default <see cref="TextTokenizer.Ascii"/>, which drops every letter outside a-z; take <see cref="TextTokenizer.Unicode"/> for other languages.</value>
    public ITextTokenizer Tokenizer { get; init; } = TextTokenizer.Ascii;

    /// <summary>Whether tokens of more than three letters are stemmed (Porter, as NLTK has it).</summary>
    /// <value>Default false.</value>
    public bool Stemmer { get; init; }

    internal string Signature => $"tok:{Tokenizer.Name}|stem:{(Stemmer ? "porter" : "no")}";
}
