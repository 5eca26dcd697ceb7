using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>Edit similarity of a segment: 1 - Levenshtein distance / length of the longer side, the best over references; the mean over segments. Two empty texts are alike (1).</summary>
public sealed class EditSimilarity : TextMetric
{
    private readonly Levenshtein _levenshtein = new();
    private readonly ErrorRateOptions _options;
    private readonly EditUnits _units;
    private readonly IntBuffer _right = new();
    private readonly IntBuffer _said = new();

    /// <summary>Makes the metric.</summary>
    /// <param name="options">How the texts are prepared; null for code points. White space at the ends does not count.</param>
    public EditSimilarity(ErrorRateOptions? options = null)
        : base("editSimilarity", true, 1, (options ?? Default).Signature)
    {
        _options = options ?? Default;
        _units = new(_options);
    }

    private static ErrorRateOptions Default => new() { Unit = TextUnit.CodePoint };

    /// <summary>The similarity of two texts, within 0 and 1.</summary>
    /// <exception cref="ArgumentException">A text has half a surrogate pair; the message names the place.</exception>
    public static double Of(string first, string second, ErrorRateOptions? options = null)
    {
        var metric = new EditSimilarity(options);
        metric.Add(first, second);
        return metric.Result().Value;
    }

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, ErrorRateOptions? options = null) =>
        Seen(new EditSimilarity(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, ErrorRateOptions? options = null) =>
        Seen(new EditSimilarity(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new EditSimilarity(_options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        _units.StartSegment();
        _units.Read(hypothesis, _said);
        foreach (string reference in references)
        {
            _units.Read(reference, _right);
            int longer = Math.Max(_right.Count, _said.Count);
            numbers[0] = Math.Max(numbers[0], longer == 0 ? 1 : 1 - ((double)_levenshtein.Distance(_right.Items, _said.Items) / longer));
        }

        return _said.Count > 0 || _right.Count > 0;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => sums[0] / segments;
}
