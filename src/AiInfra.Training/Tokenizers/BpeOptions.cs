namespace AiInfra.Training.Tokenizers;

/// <summary>How a <see cref="BpeTokenizer"/> is trained.</summary>
public sealed class BpeOptions : ICheckedOptions
{
    /// <summary>The token that texts are usually ended with.</summary>
    public const string EndOfText = "<|endoftext|>";

    /// <summary>Tokens in all: special ones, 256 bytes, and merges. A small text may have fewer pairs to merge; <see cref="BpeTokenizer.VocabularySize"/> says what came out.</summary>
    /// <value>8192; at least 256 and the special tokens.</value>
    public int VocabularySize { get; set; } = 8192;

    /// <summary>How often a pair must stand in the text to be merged.</summary>
    /// <value>2; at least 1.</value>
    public long MinFrequency { get; set; } = 2;

    /// <summary>Texts with a token of their own, which no merge makes and none takes apart. They have the first numbers, in this order.</summary>
    /// <value><see cref="EndOfText"/>.</value>
    public IReadOnlyList<string> SpecialTokens { get; set; } = [EndOfText];

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Set(SpecialTokens)
        .AtLeast(VocabularySize, 256 + (SpecialTokens?.Count ?? 0))
        .AtLeast(MinFrequency, 1)
        .Must(SpecialTokens is null || SpecialTokens.All(t => !string.IsNullOrEmpty(t)), $"{nameof(SpecialTokens)} are texts that are not empty.")
        .All(SpecialTokens?.GroupBy(t => t, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => $"{nameof(SpecialTokens)} stand there once each; '{g.Key}' stands there {g.Count()} times."));
}
