using AiInfra.Metrics.Text.Matching;
using AiInfra.Metrics.Text.Tokens;

namespace AiInfra.Metrics.Text;

/// <summary>What the error rates of speech recognition share: one reference a segment, edits summed over segments, then one division.</summary>
/// <remarks>A segment whose reference has no token counts as <see cref="TextMetric.Undefined"/>; its insertions are summed all the same.</remarks>
public abstract class ErrorRateMetric : TextMetric
{
    private readonly Levenshtein _levenshtein = new();
    private readonly EditUnits _units;
    private readonly IntBuffer _right = new();
    private readonly IntBuffer _said = new();
    private readonly List<EditKind> _edits = [];

    /// <summary>Names the metric.</summary>
    /// <param name="name">Name in camel case.</param>
    /// <param name="higherIsBetter">Whether more is better.</param>
    /// <param name="options">What is an edit; null takes the defaults.</param>
    protected ErrorRateMetric(string name, bool higherIsBetter, ErrorRateOptions? options)
        : base(name, higherIsBetter, 4, (options ?? new()).Signature)
    {
        Options = options ?? new();
        _units = new(Options);
    }

    /// <summary>Hits and edits so far.</summary>
    public EditCounts Edits => CountsOf(Sums);

    /// <summary>What is an edit.</summary>
    protected ErrorRateOptions Options { get; }

    /// <inheritdoc />
    protected sealed override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        if (references.Length != 1)
        {
            throw new ArgumentException($"Segment {Count} has {references.Length} references; {Name} is defined against one.", nameof(references));
        }

        _units.StartSegment();
        _units.Read(references[0], _right);
        _units.Read(hypothesis, _said);
        _levenshtein.Align(_right.Items, _said.Items, _edits);
        _edits.Reverse();
        EditAlignment.Settle(_edits, _right.Items, _said.Items);
        EditCounts counts = EditAlignment.Count(_edits);
        (numbers[0], numbers[1], numbers[2], numbers[3]) = (counts.Hits, counts.Substitutions, counts.Deletions, counts.Insertions);
        return _right.Count > 0;
    }

    /// <inheritdoc />
    protected sealed override double Value(ReadOnlySpan<double> sums, long segments) => Rate(CountsOf(sums));

    /// <summary>The rate of summed edits, which is the score.</summary>
    protected abstract double Rate(EditCounts counts);

    private static EditCounts CountsOf(ReadOnlySpan<double> sums) => new((long)sums[0], (long)sums[1], (long)sums[2], (long)sums[3]);
}
