namespace AiInfra.Metrics.Text;

/// <summary>Word error rate: (S + D + I) / (H + S + D) over words, summed over segments. May exceed 1.</summary>
/// <param name="options">How the texts are prepared.</param>
public sealed class WordErrorRate(ErrorRateOptions? options = null) : ErrorRateMetric("wer", false, options)
{
    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, ErrorRateOptions? options = null) =>
        Seen(new WordErrorRate(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new WordErrorRate(Options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override double Rate(EditCounts counts) => counts.ErrorRate;
}
