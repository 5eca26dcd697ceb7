using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Tests.Text;

internal static class AllTextMetrics
{
    /// <summary>Metrics that take any number of references.</summary>
    public static IEnumerable<TextMetric> Free() =>
    [
        new Bleu(new() { Tokenizer = TextTokenizer.None, MaxOrder = 2 }), new Bleu(new() { Smoothing = BleuSmoothing.AddK }), new Bleu(new() { Tokenizer = TextTokenizer.Character, Smoothing = BleuSmoothing.Floor, EffectiveOrder = true }),
        new ChrF(), new ChrF(ChrFOptions.PlusPlus), new ChrF(new() { EpsilonSmoothing = true, Whitespace = true }), new TranslationEditRate(),
        new Rouge(RougeVariant.Rouge1), new Rouge(RougeVariant.Rouge2), new Rouge(RougeVariant.RougeL), new Rouge(RougeVariant.RougeLsum), new Meteor(), new ExactMatch(), new TokenF1(), new EditSimilarity(),
    ];

    /// <summary>Metrics that take one.</summary>
    public static IEnumerable<TextMetric> Single() =>
        [new WordErrorRate(), new MatchErrorRate(), new WordInformationLost(), new WordInformationPreserved(), new CharacterErrorRate(), new CharacterErrorRate(new() { Unit = TextUnit.Grapheme })];

    /// <summary>The best value there is.</summary>
    public static double Best(TextMetric metric) => metric switch
    {
        Bleu or ChrF => 100,
        _ => metric.HigherIsBetter ? 1 : 0,
    };
}
