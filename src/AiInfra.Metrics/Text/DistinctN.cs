using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Distinct-n: different n-grams over all n-grams of a corpus of generated texts, 0 to 1 (Li 2016); low means that a model repeats itself. It streams and merges exactly; it keeps the different n-grams.</summary>
/// <remarks>The value falls as a corpus grows: compare only corpora of one size. Texts shorter than n have no n-gram and count as undefined.</remarks>
public sealed class DistinctN : ScoredMetric
{
    private readonly int _order;
    private readonly ITextTokenizer _tokenizer;
    private readonly HashSet<string> _different = new(StringComparer.Ordinal);
    private long _total;
    private long _undefined;
    private long _count;

    /// <summary>Makes the metric.</summary>
    /// <param name="order">Tokens of an n-gram, n.</param>
    /// <param name="tokenizer">Cuts texts into tokens; null for white space.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
    public DistinctN(int order, ITextTokenizer? tokenizer = null)
        : base($"distinct{order}", true, $"tok:{(tokenizer ?? TextTokenizer.None).Name}")
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        (_order, _tokenizer) = (order, tokenizer ?? TextTokenizer.None);
    }

    /// <inheritdoc />
    public override string Family => "Texts";

    /// <summary>Texts added.</summary>
    public override long Count => _count;

    /// <summary>The score of texts.</summary>
    /// <exception cref="ArgumentException">A text is null or has half a surrogate pair; the message names it.</exception>
    public static Score Of(IEnumerable<string> texts, int order, ITextTokenizer? tokenizer = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var metric = new DistinctN(order, tokenizer);
        foreach (string text in texts)
        {
            metric.Add(text);
        }

        return metric.Result();
    }

    /// <inheritdoc />
    public override DistinctN New() => new(_order, _tokenizer);

    /// <summary>Adds a text.</summary>
    /// <exception cref="ArgumentException">The text is null or has half a surrogate pair; the message names it.</exception>
    public void Add(string text)
    {
        if (text is null)
        {
            throw new ArgumentException($"Text {Count} is null; a missing answer is an empty text.", nameof(text));
        }

        TextGuard.Whole(text, nameof(text), nameof(text), $"Text {Count}: ");
        List<string> words = AnswerNormalizer.Words(_tokenizer.Tokenize(text));
        for (int i = 0; i + _order <= words.Count; i++)
        {
            // Tokens hold no white space, so a space keeps them apart.
            _different.Add(string.Join(' ', words.GetRange(i, _order)));
            _total++;
        }

        _undefined += words.Count < _order ? 1 : 0;
        _count++;
    }

    /// <summary>Adds what another of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    public void Merge(DistinctN other)
    {
        CheckMerge(other);
        _different.UnionWith(other._different);
        _total += other._total;
        _undefined += other._undefined;
        _count += other._count;
    }

    /// <summary>The score so far, without an interval; NaN when no text has an n-gram.</summary>
    /// <param name="confidence">Not used.</param>
    public override Score Result(double confidence = 0.95) => Scored(_total == 0 ? double.NaN : (double)_different.Count / _total, undefined: _undefined);
}
