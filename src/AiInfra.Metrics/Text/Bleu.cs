using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>BLEU of a corpus, 0 to 100 (Papineni 2002), as sacrebleu computes it (Post 2018): clipped n-gram matches are summed over segments before the precisions are taken.</summary>
/// <remarks>An empty hypothesis adds nothing but its reference's length, an empty reference nothing but the hypothesis' n-grams; such segments count as <see cref="TextMetric.Undefined"/>. Values of single segments take the effective order.</remarks>
public sealed class Bleu : TextMetric
{
    private readonly NgramMatcher _matcher = new();
    private readonly TokenInterner _interner = new();
    private readonly IntBuffer _said = new();
    private readonly IntBuffer _right = new();
    private readonly IntBuffer _ends = new();
    private readonly IntBuffer _matches = new();

    /// <summary>Makes the metric.</summary>
    /// <param name="options">How it is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Bleu(BleuOptions? options = null)
        : base("bleu", true, BleuFormula.Width((options ??= new BleuOptions().Checked()).Checked().MaxOrder), options.Signature)
    {
        Options = options;
        for (int i = 0; i < options.MaxOrder; i++)
        {
            _matches.Add(0);
        }
    }

    private BleuOptions Options { get; }

    /// <summary>The score of a corpus.</summary>
    /// <param name="hypotheses">Texts to judge.</param>
    /// <param name="references">For every one its references, one or more; counts may differ, a null is none.</param>
    /// <param name="options">How it is computed.</param>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, BleuOptions? options = null) =>
        Seen(new Bleu(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, BleuOptions? options = null) =>
        Seen(new Bleu(options), references, hypotheses).Result();

    /// <summary>BLEU of a corpus with its parts.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static BleuDetail Corpus(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, BleuOptions? options = null) =>
        Seen(new Bleu(options), references, hypotheses).Detail();

    /// <summary>BLEU of one text, with the effective order. It is a corpus metric; single texts say little.</summary>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair.</exception>
    public static BleuDetail Sentence(IReadOnlyList<string?> references, string hypothesis, BleuOptions? options = null) =>
        Corpus([references], [hypothesis], (options ?? new()) with { EffectiveOrder = true });

    /// <inheritdoc />
    public override TextMetric New() => new Bleu(Options) { KeepsSegments = KeepsSegments };

    /// <summary>The score so far with its parts.</summary>
    public BleuDetail Detail()
    {
        var precisions = new double[Options.MaxOrder];
        double score = BleuFormula.Score(Sums, Options, Options.EffectiveOrder, precisions, out double brevity);
        long[] Longs(int from)
        {
            var counts = new long[Options.MaxOrder];
            for (int n = 0; n < counts.Length; n++)
            {
                counts[n] = (long)Sums[from + n];
            }

            return counts;
        }

        return new(Count == 0 ? double.NaN : score, precisions, brevity, (long)Sums[0], (long)Sums[1], Longs(2), Longs(2 + Options.MaxOrder), Signature);
    }

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        _interner.StartSegment();
        _said.Clear();
        Read(hypothesis, _said);
        _right.Clear();
        _ends.Clear();
        int closest = -1;
        foreach (string reference in references)
        {
            int start = _right.Count;
            Read(reference, _right);
            _ends.Add(_right.Count);
            int length = _right.Count - start, distance = Math.Abs(length - _said.Count), best = Math.Abs(closest - _said.Count);
            if (closest < 0 || distance < best || (distance == best && length < closest))
            {
                closest = length;
            }
        }

        _matcher.Match(_said.Items, _right.Items, _ends.Items, _matches.Items);
        numbers[0] = _said.Count;
        numbers[1] = closest;
        for (int n = 0; n < Options.MaxOrder; n++)
        {
            numbers[2 + n] = _matches.Items[n];
            numbers[2 + Options.MaxOrder + n] = Math.Max(0, _said.Count - n);
        }

        return _said.Count > 0 && _right.Count > 0;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => Of(sums, Options.EffectiveOrder);

    /// <inheritdoc />
    protected override double SegmentValue(ReadOnlySpan<double> numbers) => Of(numbers, true);

    private double Of(ReadOnlySpan<double> counts, bool effectiveOrder)
    {
        Span<double> precisions = stackalloc double[Options.MaxOrder];
        return BleuFormula.Score(counts, Options, effectiveOrder, precisions, out _);
    }

    private void Read(string text, IntBuffer to) =>
        _interner.Read(Options.Tokenizer.Tokenize(TextRules.TrimEnd(Options.Lowercase ? TextRules.Lower(text) : text)), to);
}
