using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>METEOR with exact and stem matches, 0 to 1 (Lavie and Agarwal 2007): the mean over segments. It has no synonyms, which need WordNet, and says so in its signature; texts that paraphrase score lower than with them. Otherwise as NLTK 3.8.</summary>
/// <remarks>A text without a match, an empty one included, scores 0. A perfect match still pays the penalty of its one chunk. Segments with an empty side count as <see cref="TextMetric.Undefined"/>.</remarks>
public sealed class Meteor : TextMetric
{
    private readonly MeteorOptions _options;
    private readonly TokenInterner _words = new();
    private readonly TokenInterner _stems = new(static w => PorterStemmer.Stem(w));
    private readonly List<string> _said = [];
    private readonly List<string> _right = [];

    /// <summary>Makes the metric.</summary>
    /// <param name="options">How it is computed.</param>
    public Meteor(MeteorOptions? options = null)
        : base("meteor", true, 1, (options ??= new()).Signature) => _options = options;

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, MeteorOptions? options = null) =>
        Seen(new Meteor(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, MeteorOptions? options = null) =>
        Seen(new Meteor(options), references, hypotheses).Result();

    /// <summary>METEOR of one text; the best over its references.</summary>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair.</exception>
    public static double Sentence(IReadOnlyList<string?> references, string hypothesis, MeteorOptions? options = null) => Of([references], [hypothesis], options).Value;

    /// <inheritdoc />
    public override TextMetric New() => new Meteor(_options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        _words.StartSegment();
        _stems.StartSegment();
        Read(hypothesis, _said);
        bool compared = false;
        foreach (string reference in references)
        {
            Read(reference, _right);
            numbers[0] = Math.Max(numbers[0], Score());
            compared |= _said.Count > 0 && _right.Count > 0;
        }

        return compared;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => sums[0] / segments;

    private double Score()
    {
        int[] at = new int[_said.Count];
        at.AsSpan().Fill(-1);
        var free = new List<int>(Enumerable.Range(0, _right.Count));
        int matches = Match(_words, at, free);
        matches += Match(_stems, at, free);
        if (matches == 0)
        {
            return 0;
        }

        double precision = (double)matches / _said.Count, recall = (double)matches / _right.Count;
        double mean = precision * recall / ((_options.Alpha * precision) + ((1 - _options.Alpha) * recall));
        double penalty = _options.Gamma * Math.Pow((double)Chunks(at) / matches, _options.Beta);
        return (1 - penalty) * mean;
    }

    // From the ends of both sides to their starts, each word takes the last free one that is the same.
    private int Match(TokenInterner kind, int[] at, List<int> free)
    {
        int[] right = [.. _right.Select(w => kind.Id(w))];
        int matches = 0;
        for (int i = at.Length - 1; i >= 0; i--)
        {
            if (at[i] >= 0)
            {
                continue;
            }

            int id = kind.Id(_said[i]);
            int found = free.FindLastIndex(j => right[j] == id);
            if (found >= 0)
            {
                at[i] = free[found];
                free.RemoveAt(found);
                matches++;
            }
        }

        return matches;
    }

    private static int Chunks(int[] at)
    {
        int chunks = 0;
        for (int i = 0; i < at.Length; i++)
        {
            chunks += at[i] >= 0 && (i == 0 || at[i - 1] < 0 || at[i] != at[i - 1] + 1) ? 1 : 0;
        }

        return chunks;
    }

    private void Read(string text, List<string> words)
    {
        words.Clear();
        ReadOnlySpan<char> rest = _options.Tokenizer.Tokenize(TextRules.TrimEnd(text));
        for (ReadOnlySpan<char> word = TextRules.NextWord(ref rest); !word.IsEmpty; word = TextRules.NextWord(ref rest))
        {
            words.Add(TextRules.Lower(word.ToString()));
        }
    }
}
