using System.Text;
using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>chrF and chrF++ of a corpus, 0 to 100 (Popović 2015, 2017), as sacrebleu computes them: F of character (and word) n-grams over counts summed over segments; of several references the one with the best F counts.</summary>
/// <remarks>A segment without any n-gram on one side counts as <see cref="TextMetric.Undefined"/>; it adds what the other side has.</remarks>
public sealed class ChrF : TextMetric
{
    private readonly ChrFOptions _options;
    private readonly NgramMatcher _matcher = new();
    private readonly ByteGramMatcher _bytes = new();
    private readonly TokenInterner _interner = new();
    private readonly IntBuffer _said = new();
    private readonly IntBuffer _right = new();
    private readonly IntBuffer _saidWords = new();
    private readonly IntBuffer _rightWords = new();

    /// <summary>Makes the metric.</summary>
    /// <param name="options">How it is computed.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public ChrF(ChrFOptions? options = null)
        : base((options ??= new()).WordOrder == 2 ? "chrF++" : "chrF", true, 3 * options.Checked().Orders, options.Signature) => _options = options;

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, ChrFOptions? options = null) =>
        Seen(new ChrF(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, ChrFOptions? options = null) =>
        Seen(new ChrF(options), references, hypotheses).Result();

    /// <summary>chrF of one text.</summary>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair.</exception>
    public static double Sentence(IReadOnlyList<string?> references, string hypothesis, ChrFOptions? options = null) => Of([references], [hypothesis], options).Value;

    /// <inheritdoc />
    public override TextMetric New() => new ChrF(_options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        _interner.StartSegment();
        Read(hypothesis, _said, _saidWords);
        Span<double> tried = stackalloc double[numbers.Length];
        double best = -1;
        bool compared = false;
        foreach (string reference in references)
        {
            Read(reference, _right, _rightWords);
            Compare(_said.Items, _right.Items, tried[..(3 * _options.CharacterOrder)]);
            Compare(_saidWords.Items, _rightWords.Items, tried[(3 * _options.CharacterOrder)..]);
            double score = Value(tried, 1);
            if (score > best)
            {
                best = score;
                tried.CopyTo(numbers);
            }

            compared |= _said.Count + _saidWords.Count > 0 && _right.Count + _rightWords.Count > 0;
        }

        return compared;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments)
    {
        const double Epsilon = 1e-16;
        double weight = _options.Beta * _options.Beta, precision = 0, recall = 0, smoothed = 0;
        int used = 0;
        for (int i = 0; i < sums.Length; i += 3)
        {
            double p = sums[i] > 0 ? sums[i + 2] / sums[i] : Epsilon, r = sums[i + 1] > 0 ? sums[i + 2] / sums[i + 1] : Epsilon;
            double divisor = (weight * p) + r;
            smoothed += divisor > 0 ? (1 + weight) * p * r / divisor : Epsilon;
            if (sums[i] > 0 && sums[i + 1] > 0)
            {
                precision += p;
                recall += r;
                used++;
            }
        }

        if (_options.EpsilonSmoothing)
        {
            return 100 * smoothed / _options.Orders;
        }

        if (precision + recall == 0)
        {
            return 0;
        }

        precision /= used;
        recall /= used;
        return 100 * (1 + weight) * precision * recall / ((weight * precision) + recall);
    }

    // For every order: n-grams of the text (0 when the reference has none of that length), of the reference, of both.
    private void Compare(ReadOnlySpan<int> said, ReadOnlySpan<int> right, Span<double> numbers)
    {
        Span<int> matches = stackalloc int[numbers.Length / 3];
        if (matches.Length <= ByteGramMatcher.MaxOrder && ByteGramMatcher.Fits(said) && ByteGramMatcher.Fits(right))
        {
            _bytes.Match(said, right, matches);
        }
        else
        {
            _matcher.Match(said, right, [right.Length], matches);
        }

        for (int n = 0; n < matches.Length; n++)
        {
            int inReference = Math.Max(0, right.Length - n);
            numbers[3 * n] = inReference > 0 ? Math.Max(0, said.Length - n) : 0;
            numbers[(3 * n) + 1] = inReference;
            numbers[(3 * n) + 2] = matches[n];
        }
    }

    private void Read(string text, IntBuffer characters, IntBuffer words)
    {
        string cased = _options.Lowercase ? TextRules.Lower(text) : text;
        characters.Clear();
        words.Clear();
        for (int i = 0; i < cased.Length; i++)
        {
            char c = cased[i];
            if (char.IsHighSurrogate(c))
            {
                characters.Add(char.ConvertToUtf32(c, cased[++i]));
            }
            else if (_options.Whitespace || !TextRules.IsSpace(c))
            {
                characters.Add(c);
            }
        }

        if (_options.WordOrder > 0)
        {
            ReadOnlySpan<char> rest = cased;
            for (ReadOnlySpan<char> word = TextRules.NextWord(ref rest); !word.IsEmpty; word = TextRules.NextWord(ref rest))
            {
                ReadWord(word, words);
            }
        }
    }

    // One ASCII punctuation mark is cut off, at the end or else at the start.
    private void ReadWord(ReadOnlySpan<char> word, IntBuffer words)
    {
        bool single = word.Length == 1 || (word.Length == 2 && Rune.DecodeFromUtf16(word, out _, out int used) == System.Buffers.OperationStatus.Done && used == 2);
        int cut = single ? 0 : IsMark(word[^1]) ? word.Length - 1 : IsMark(word[0]) ? 1 : 0;
        if (cut > 0)
        {
            words.Add(_interner.Id(word[..cut]));
        }

        words.Add(_interner.Id(word[cut..]));
    }

    private static bool IsMark(char c) => char.IsAscii(c) && (char.IsPunctuation(c) || char.IsSymbol(c));
}
