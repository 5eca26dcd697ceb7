using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>TER of a corpus in per cent (Snover 2006), as sacrebleu computes it: insertions, deletions, substitutions and moves of word blocks, over the mean length of a segment's references; of several references the fewest edits count. May exceed 100.</summary>
/// <remarks>Where the references have no word, TER is 100 for a text with words and 0 for one without; such segments count as <see cref="TextMetric.Undefined"/>.</remarks>
public sealed class TranslationEditRate : TextMetric
{
    private readonly TranslationEditRateOptions _options;
    private readonly TercomTokenizer _tokenizer;
    private readonly TokenInterner _interner = new();
    private readonly ShiftSearch _search = new();
    private readonly IntBuffer _said = new();
    private readonly IntBuffer _right = new();

    /// <summary>Makes the metric.</summary>
    /// <param name="options">How texts are read.</param>
    public TranslationEditRate(TranslationEditRateOptions? options = null)
        : base("ter", false, 2, (options ??= new()).Signature) => (_options, _tokenizer) = (options, new(options));

    /// <summary>Edits so far, moves included.</summary>
    public long Edits => (long)Sums[0];

    /// <summary>Words of the references so far; of several references of a segment, their mean.</summary>
    public double ReferenceLength => Sums[1];

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, TranslationEditRateOptions? options = null) =>
        Seen(new TranslationEditRate(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, TranslationEditRateOptions? options = null) =>
        Seen(new TranslationEditRate(options), references, hypotheses).Result();

    /// <summary>TER of one text.</summary>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair.</exception>
    public static double Sentence(IReadOnlyList<string?> references, string hypothesis, TranslationEditRateOptions? options = null) => Of([references], [hypothesis], options).Value;

    /// <inheritdoc />
    public override TextMetric New() => new TranslationEditRate(_options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        _interner.StartSegment();
        Read(hypothesis, _said);
        int fewest = int.MaxValue, words = 0;
        foreach (string reference in references)
        {
            Read(reference, _right);
            words += _right.Count;
            fewest = Math.Min(fewest, _search.Edits(_said.Items, _right.Items));
        }

        numbers[0] = fewest;
        numbers[1] = (double)words / references.Length;
        return words > 0;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => 100 * (sums[1] > 0 ? sums[0] / sums[1] : sums[0] > 0 ? 1 : 0);

    private void Read(string text, IntBuffer to)
    {
        to.Clear();
        _interner.Read(_tokenizer.Tokenize(text), to);
    }
}
