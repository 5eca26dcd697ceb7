using System.Text.Json;
using AiInfra.Metrics.Classification;
using AiInfra.Metrics.Text;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Conformance;

/// <summary>Texts against references. References come as sacrebleu takes them: a list of streams, each with one text a segment.</summary>
internal sealed class TextCalls : IMetricCalls
{
    private static readonly HashSet<string> s_names = [.. new TextCalls().All().Keys];

    public Dictionary<string, Func<ReferenceCase, object>> All() => new(StringComparer.Ordinal)
    {
        ["corpusBleu"] = c => Shown(Bleu.Corpus(References(c), Hypotheses(c), BleuOf(c)), c),
        ["sentenceBleu"] = c => Shown(Bleu.Corpus(References(c), Hypotheses(c), BleuOf(c) with { EffectiveOrder = c.Flag("effectiveOrder", true) }), c),
        ["chrF"] = c => ChrF.Of(References(c), Hypotheses(c), ChrFOf(c, 0)).Value,
        ["chrF++"] = c => ChrF.Of(References(c), Hypotheses(c), ChrFOf(c, 2)).Value,
        ["sentenceChrF"] = c => ChrF.Of(References(c), Hypotheses(c), ChrFOf(c, 0)).Value,
        ["sentenceChrF++"] = c => ChrF.Of(References(c), Hypotheses(c), ChrFOf(c, 2)).Value,
        ["ter"] = c => TranslationEditRate.Of(References(c), Hypotheses(c), TerOf(c)).Value,
        ["sentenceTer"] = c => TranslationEditRate.Of(References(c), Hypotheses(c), TerOf(c)).Value,
        ["rouge"] = RougeOf,
        ["meteor"] = c => Meteor.Of(References(c), Hypotheses(c), new() { Tokenizer = c.Text("tokenize") is { } name ? TokenizerOf(name) : TextTokenizer.None, Alpha = c.Param("alpha") ?? 0.9, Beta = c.Param("beta") ?? 3, Gamma = c.Param("gamma") ?? 0.5 }).Value,
        ["wer"] = c => Edits(c, TextUnit.Word).ErrorRate,
        ["mer"] = c => Edits(c, TextUnit.Word).MatchErrorRate,
        ["wil"] = c => Edits(c, TextUnit.Word).InformationLost,
        ["wip"] = c => Edits(c, TextUnit.Word).InformationPreserved,
        ["cer"] = c => Edits(c, TextUnit.CodePoint).ErrorRate,
        ["exactMatch"] = c => ExactMatch.Of(References(c), Hypotheses(c), AnswersOf(c)).Value,
        ["tokenF1"] = c => TokenF1.Of(References(c), Hypotheses(c), AnswersOf(c)).Value,
        ["spanF1"] = c => SpanF1.Of(Tags(c, "yTrue"), Tags(c, "yPred"), Enum.Parse<Average>(c.Text("average") ?? "micro", ignoreCase: true), SchemeOf(c)).Value,
        ["perplexity"] = c => Perplexity.Of(c.Numbers("logLikelihoods")),
        ["porterStem"] = c => PorterStemmer.Stem(One(c, "word")),
    };

    /// <summary>Whether a metric is a score of texts with a scale of its own, 0 to 100 or 0 to 1; perplexity has none.</summary>
    public static bool IsOnItsOwnScale(string metric) => metric != "perplexity" && s_names.Contains(metric);

    private static object Shown(BleuDetail bleu, ReferenceCase c) => c.Expected.ValueKind != JsonValueKind.Object ? bleu.Score : new Dictionary<string, object>
    {
        ["score"] = bleu.Score,
        ["precisions"] = bleu.Precisions,
        ["brevityPenalty"] = bleu.BrevityPenalty,
        ["sysLen"] = bleu.HypothesisLength,
        ["refLen"] = bleu.ReferenceLength,
        ["counts"] = bleu.Matches,
        ["totals"] = bleu.Totals,
    };

    private static Dictionary<string, object> RougeOf(ReferenceCase c)
    {
        RougeVariant[] variants = [.. Enum.GetValues<RougeVariant>()];
        var options = new RougeOptions { Stemmer = c.Flag("useStemmer", false), Tokenizer = c.Text("tokenizer") == "unicode" ? TextTokenizer.Unicode : TextTokenizer.Ascii };
        string[] targets = c.Inputs.TryGetProperty("target", out JsonElement target) && target.ValueKind == JsonValueKind.String ? [target.GetString()!] : c.Texts(c.Inputs.TryGetProperty("targets", out _) ? "targets" : "references");
        RougeScores scores = new RougeScorer(variants, options).Score(targets, One(c, "prediction"));
        return variants.ToDictionary(
            v => v switch { RougeVariant.RougeL => "rougeL", RougeVariant.RougeLsum => "rougeLsum", _ => $"rouge{(int)v}" },
            v => (object)new Dictionary<string, object> { ["precision"] = scores[v].Precision, ["recall"] = scores[v].Recall, ["f1"] = scores[v].F1, ["fmeasure"] = scores[v].F1 });
    }

    private static BleuOptions BleuOf(ReferenceCase c) => new()
    {
        Tokenizer = TokenizerOf(c.Text("tokenize") ?? "13a"),
        Smoothing = (c.Text("smooth") ?? c.Text("smoothMethod")) switch
        {
            null or "exp" => BleuSmoothing.Exponential,
            "floor" => BleuSmoothing.Floor,
            "add-k" => BleuSmoothing.AddK,
            "none" => BleuSmoothing.None,
            string other => throw new FormatException($"the smoothing '{other}' is not known"),
        },
        SmoothingValue = c.Param("smoothValue"),
        MaxOrder = (int)(c.Param("maxOrder") ?? c.Param("maxNgramOrder") ?? 4),
        EffectiveOrder = c.Flag("effectiveOrder", false),
        Lowercase = c.Flag("lowercase", false),
    };

    private static ChrFOptions ChrFOf(ReferenceCase c, int words) => new()
    {
        CharacterOrder = (int)(c.Param("charOrder") ?? 6),
        WordOrder = (int)(c.Param("wordOrder") ?? words),
        Beta = c.Param("beta") ?? 2,
        Lowercase = c.Flag("lowercase", false),
        Whitespace = c.Flag("whitespace", false),
        EpsilonSmoothing = c.Flag("epsSmoothing", false),
    };

    private static TranslationEditRateOptions TerOf(ReferenceCase c) => new()
    {
        Normalized = c.Flag("normalized", false),
        NoPunctuation = c.Flag("noPunct", c.Flag("noPunctuation", false)),
        AsianSupport = c.Flag("asianSupport", false),
        CaseSensitive = c.Flag("caseSensitive", false),
    };

    private static AnswerOptions AnswersOf(ReferenceCase c) => c.Flag("squad", !c.Params.EnumerateObject().Any())
        ? AnswerOptions.Squad
        : new() { IgnoreCase = c.Flag("ignoreCase", false), IgnorePunctuation = c.Flag("ignorePunctuation", false), IgnoreNumbers = c.Flag("ignoreNumbers", false) };

    private static ITextTokenizer TokenizerOf(string name) => name switch
    {
        "13a" => TextTokenizer.V13a,
        "intl" => TextTokenizer.International,
        "char" => TextTokenizer.Character,
        "zh" => TextTokenizer.Chinese,
        "none" => TextTokenizer.None,
        _ => throw new FormatException($"the tokenizer '{name}' is not known"),
    };

    private static SpanScheme SchemeOf(ReferenceCase c) => c.Text("scheme") is { } scheme ? Enum.Parse<SpanScheme>(scheme, ignoreCase: true) : c.Text("mode") == "strict" ? SpanScheme.Iob2 : SpanScheme.Lenient;

    private static EditCounts Edits(ReferenceCase c, TextUnit unit)
    {
        var metric = new WordErrorRate(new() { Unit = unit });
        string[] hypotheses = Hypotheses(c);
        metric.AddBatch(References(c), hypotheses);
        return metric.Edits;
    }

    private static string[] Hypotheses(ReferenceCase c) => c.Inputs.TryGetProperty("hypothesis", out JsonElement one) ? [Joined(one)] : [.. c.Inputs.GetProperty("hypotheses").EnumerateArray().Select(Joined)];

    /// <summary>The references segment by segment; null where a stream has none for it.</summary>
    private static string?[][] References(ReferenceCase c)
    {
        if (c.Inputs.TryGetProperty("reference", out JsonElement single))
        {
            return [[Joined(single)]];
        }

        JsonElement[] streams = [.. c.Inputs.GetProperty("references").EnumerateArray()];
        if (c.Inputs.TryGetProperty("hypothesis", out _))
        {
            return [[.. streams.Select(Text)]];
        }

        if (streams.Length > 0 && streams[0].ValueKind == JsonValueKind.String)
        {
            return [.. streams.Select(s => new[] { Text(s) })];
        }

        JsonElement[][] texts = [.. streams.Select(s => s.EnumerateArray().ToArray())];
        return [.. Enumerable.Range(0, texts.Max(t => t.Length)).Select(i => texts.Select(t => i < t.Length ? Text(t[i]) : null).ToArray())];
    }

    private static string[][] Tags(ReferenceCase c, string input) => [.. c.Inputs.GetProperty(input).EnumerateArray().Select(s => s.EnumerateArray().Select(t => t.ToString()).ToArray())];

    private static string One(ReferenceCase c, string input) => c.Inputs.GetProperty(input).GetString()!;

    private static string? Text(JsonElement e) => e.ValueKind == JsonValueKind.Null ? null : Joined(e);

    private static string Joined(JsonElement e) => e.ValueKind == JsonValueKind.Array ? string.Join(' ', e.EnumerateArray().Select(t => t.GetString())) : e.GetString()!;
}
