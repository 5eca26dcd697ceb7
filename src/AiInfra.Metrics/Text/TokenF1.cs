namespace AiInfra.Metrics.Text;

/// <summary>Mean F1 of the words that an answer shares with its reference, the best over references (SQuAD, Rajpurkar 2016). Where a side has no word, 1 when both have none (SQuAD 2's unanswerable questions), else 0.</summary>
/// <remarks>Segments where the answer or every reference has no word count as <see cref="TextMetric.Undefined"/>.</remarks>
/// <param name="options">How answers are made alike; null for SQuAD's way.</param>
public sealed class TokenF1(AnswerOptions? options = null) : TextMetric("tokenF1", true, 1, (options ?? AnswerOptions.Squad).Signature)
{
    private readonly AnswerOptions _options = options ?? AnswerOptions.Squad;

    /// <summary>The score of a corpus.</summary>
    /// <exception cref="ArgumentException">Lengths differ, a segment has no reference, or a text has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<IReadOnlyList<string?>> references, IReadOnlyList<string> hypotheses, AnswerOptions? options = null) =>
        Seen(new TokenF1(options), references, hypotheses).Result();

    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, AnswerOptions? options = null) =>
        Seen(new TokenF1(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new TokenF1(_options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override bool Measure(ReadOnlySpan<string> references, string hypothesis, Span<double> numbers)
    {
        List<string> said = AnswerNormalizer.Words(AnswerNormalizer.Normalize(hypothesis, _options));
        bool compared = false;
        foreach (string reference in references)
        {
            List<string> right = AnswerNormalizer.Words(AnswerNormalizer.Normalize(reference, _options));
            compared |= said.Count > 0 && right.Count > 0;
            numbers[0] = Math.Max(numbers[0], F1(said, right));
        }

        return compared;
    }

    /// <inheritdoc />
    protected override double Value(ReadOnlySpan<double> sums, long segments) => sums[0] / segments;

    private static double F1(List<string> said, List<string> right)
    {
        if (said.Count == 0 || right.Count == 0)
        {
            return said.Count == right.Count ? 1 : 0;
        }

        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (string word in right)
        {
            left[word] = left.GetValueOrDefault(word) + 1;
        }

        int same = 0;
        foreach (string word in said)
        {
            if (left.GetValueOrDefault(word) > 0)
            {
                left[word]--;
                same++;
            }
        }

        double precision = (double)same / said.Count, recall = (double)same / right.Count;
        return same == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }
}
