namespace AiInfra.Metrics.Text;

/// <summary>Match error rate: (S + D + I) / (H + S + D + I) over words, within 0 and 1 (Morris, Maier, Green 2004).</summary>
/// <param name="options">How the texts are prepared.</param>
public sealed class MatchErrorRate(ErrorRateOptions? options = null) : ErrorRateMetric("mer", false, options)
{
    /// <summary>The score of a corpus, one reference a segment.</summary>
    /// <exception cref="ArgumentException">Lengths differ or a text is null or has half a surrogate pair; the message names the first index.</exception>
    public static Score Of(IReadOnlyList<string> references, IReadOnlyList<string> hypotheses, ErrorRateOptions? options = null) =>
        Seen(new MatchErrorRate(options), references, hypotheses).Result();

    /// <inheritdoc />
    public override TextMetric New() => new MatchErrorRate(Options) { KeepsSegments = KeepsSegments };

    /// <inheritdoc />
    protected override double Rate(EditCounts counts) => counts.MatchErrorRate;
}
