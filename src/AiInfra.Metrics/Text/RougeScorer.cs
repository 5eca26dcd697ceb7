using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Several variants of ROUGE at once: a text is cut and stemmed one time for all. Not thread-safe; it keeps the tokens it has seen.</summary>
public sealed class RougeScorer
{
    private readonly RougeVariant[] _variants;
    private readonly RougeOptions _options;
    private readonly TokenInterner _interner;
    private readonly NgramMatcher _matcher = new();
    private readonly CommonSubsequence _common = new();
    private readonly SummarySubsequence _summary;
    private readonly TokenLines _said = new();
    private readonly TokenLines _right = new();
    private readonly int[] _matches;
    private readonly bool _whole;
    private readonly bool _lines;

    /// <summary>Makes a scorer.</summary>
    /// <param name="variants">What to compute.</param>
    /// <param name="options">How texts are read.</param>
    /// <exception cref="ArgumentException">No variant is named.</exception>
    public RougeScorer(IEnumerable<RougeVariant> variants, RougeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(variants);
        _variants = [.. variants.Distinct()];
        if (_variants.Length == 0 || _variants.Any(v => !Enum.IsDefined(v)))
        {
            throw new ArgumentException("Name one or more variants of ROUGE.", nameof(variants));
        }

        _options = options ?? new();
        ArgumentNullException.ThrowIfNull(_options.Tokenizer, "options.Tokenizer");
        _interner = new(_options.Stemmer ? static t => t.Length > 3 ? PorterStemmer.Stem(t) : t : null);
        _summary = new(_common);
        _matches = new int[_variants.Where(v => v <= RougeVariant.Rouge9).Select(v => (int)v).DefaultIfEmpty().Max()];
        _whole = _variants.Any(v => v != RougeVariant.RougeLsum);
        _lines = _variants.Contains(RougeVariant.RougeLsum);
    }

    /// <summary>The scores of one text against one reference.</summary>
    /// <exception cref="ArgumentException">A text has half a surrogate pair; the message names the place.</exception>
    public RougeScores Score(string reference, string hypothesis)
    {
        TextGuard.Segment([reference], hypothesis, 0);
        var scores = new RougeScore[_variants.Length];
        Measure([reference], hypothesis, scores);
        return new(_variants, scores);
    }

    /// <summary>The scores of one text; for each variant the reference with the best F counts, the first of equals.</summary>
    /// <exception cref="ArgumentException">There is no reference, or a text has half a surrogate pair; the message names the place.</exception>
    public RougeScores Score(IReadOnlyList<string> references, string hypothesis)
    {
        string[] given = [.. references];
        TextGuard.Segment(given, hypothesis, 0);
        var scores = new RougeScore[_variants.Length];
        Measure(given, hypothesis, scores);
        return new(_variants, scores);
    }

    /// <summary>Fills in the scores; false when the text or all references have no token.</summary>
    internal bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<RougeScore> scores)
    {
        _interner.StartSegment();
        _said.Read(hypothesis, _options.Tokenizer, _interner, _whole, _lines);
        bool compared = false;
        for (int r = 0; r < references.Length; r++)
        {
            _right.Read(references[r], _options.Tokenizer, _interner, _whole, _lines);
            compared |= !_said.IsEmpty && !_right.IsEmpty;
            ReadOnlySpan<int> said = _said.Whole, right = _right.Whole;
            if (_matches.Length > 0)
            {
                _matcher.Match(said, right, [right.Length], _matches);
            }

            for (int v = 0; v < _variants.Length; v++)
            {
                RougeScore score = Of(_variants[v], said, right);
                if (r == 0 || score.F1 > scores[v].F1)
                {
                    scores[v] = score;
                }
            }
        }

        return compared;
    }

    private RougeScore Of(RougeVariant variant, ReadOnlySpan<int> said, ReadOnlySpan<int> right)
    {
        switch (variant)
        {
            case RougeVariant.RougeL:
                return RougeScore.Of(_common.Length(right, said), said.Length, right.Length);
            case RougeVariant.RougeLsum:
                return RougeScore.Of(_summary.Hits(_said, _right, _interner.Count), _said.LineTokens.Length, _right.LineTokens.Length);
            default:
                int n = (int)variant;
                return RougeScore.Of(_matches[n - 1], Math.Max(0, said.Length - n + 1), Math.Max(0, right.Length - n + 1));
        }
    }
}
