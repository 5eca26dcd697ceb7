namespace AiInfra.Metrics.Text;

/// <summary>Share of answers that equal one of their references after both were made alike. Its options cover SQuAD's normalisation and those of lm-evaluation-harness.</summary>
/// <param name="options">How answers are made alike; null for SQuAD's way.</param>
public sealed class ExactMatch(AnswerOptions? options = null) : TextMetric("exactMatch", true, 1, (options ?? AnswerOptions.Squad).Signature)
{
    private readonly AnswerOptions _options = options ?? AnswerOptions.Squad;

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, AnswerOptions? options = null) =>
        Seen(new ExactMatch(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, AnswerOptions? options = null) =>
        Seen(new ExactMatch(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new ExactMatch(_options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        string said = AnswerNormalizer.Normalize(hypothesis, _options);
        foreach (string reference in references)
        {
            if (said == AnswerNormalizer.Normalize(reference, _options))
            {
                numbers[0] = 1;
                break;
            }
        }

        return true;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => sums[0] / segments;
}
