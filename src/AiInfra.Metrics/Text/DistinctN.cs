using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Distinct-n: different n-grams over all n-grams of a corpus of generated texts, 0 to 1 (Li 2016); low means that a model repeats itself. It streams and merges exactly; it keeps the different n-grams.</summary>
/// <remarks>The value falls as a corpus grows: compare only corpora of one size. Texts shorter than n have no n-gram and count as undefined.</remarks>
public sealed class DistinctN
{
    private readonly int _order;
    private readonly ITextTokenizer _tokenizer;
    private readonly HashSet<string> _different = new(StringComparer.Ordinal);
    private long _total;
    private long _undefined;

    /// <summary>Makes the metric.</summary>
    /// <param name="order">Tokens of an n-gram, n.</param>
    /// <param name="tokenizer">Cuts texts into tokens; null for white space.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is below 1.</exception>
    public DistinctN(int order, ITextTokenizer? tokenizer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        (_order, _tokenizer) = (order, tokenizer ?? TextTokenizer.None);
        Signature = $"distinct{order}|tok:{_tokenizer.Name}|version:1";
    }

    /// <summary>Metric, options and version.</summary>
    public string Signature { get; }

    /// <summary>Name in camel case.</summary>
    public string Name => $"distinct{_order}";

    /// <summary>Texts added.</summary>
    public long Count { get; private set; }

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
        Count++;
    }

    /// <summary>Adds what another of the same signature has seen.</summary>
    /// <exception cref="ArgumentException">The other has another signature.</exception>
    public void Merge(DistinctN other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Signature != Signature || ReferenceEquals(other, this))
        {
            throw new ArgumentException($"'{Signature}' cannot merge '{other.Signature}'{(ReferenceEquals(other, this) ? " of itself" : "")}.", nameof(other));
        }

        _different.UnionWith(other._different);
        _total += other._total;
        _undefined += other._undefined;
        Count += other.Count;
    }

    /// <summary>The score so far; NaN when no text has an n-gram.</summary>
    public Score Result() => new(Name, _total == 0 ? double.NaN : (double)_different.Count / _total, Count, Signature) { Undefined = _undefined, HigherIsBetter = true };
}
